// Text with entities: nested, offsets in UTF-16 units as JavaScript counts too.

import { icon, make } from "./dom.js";
import { words } from "./state.js";

export function renderText(parent, text, entities) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  renderRange(parent, text, sorted, 0, text.length);
}

function renderRange(parent, text, entities, start, end) {
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from > at) parent.append(text.slice(at, from));
    const inside = others.filter((one) => one.offset < to);
    rest = others.filter((one) => one.offset + one.length > to).map((one) => (one.offset < to ? { ...one, length: one.offset + one.length - to, offset: to } : one));
    const [outer, inner] = entityNode(entity, text.slice(from, to));
    renderRange(inner, text, inside, from, to);
    parent.append(outer);
    at = to;
    if (entity.type.endsWith("blockquote") || entity.type === "pre") {
      if (text[at] === "\n" && at < end) at += 1; // a block ends its line by itself
    }
  }
  if (at < end) parent.append(text.slice(at, end));
}

function entityNode(entity, text) {
  const simple = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" }[entity.type];
  if (simple) return twice(make(simple));
  switch (entity.type) {
    case "text_link": return twice(link(entity.url));
    case "url": return twice(link(/^https?:/i.test(text) ? text : `https://${text}`));
    case "bot_command": return twice(make("button", { type: "button", class: "command", "data-testid": "command" }));
    case "hashtag": case "mention": case "cashtag": return twice(make("span", { class: "tag", "data-testid": entity.type }));
    case "spoiler": return twice(make("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("shown") }));
    case "pre": { const code = make("code"); return [make("pre", {}, code), code]; }
    case "blockquote": case "expandable_blockquote": {
      const inside = make("span", { class: "inside" });
      return [make("blockquote", { class: entity.type === "blockquote" ? "quote" : "quote expandable folded", "data-testid": "quote" }, inside), inside];
    }
    default: return twice(make("span"));
  }
}

const twice = (node) => [node, node];

export function link(url) {
  const safe = /^(https?|tg):/i.test(url) ? url : "about:blank";
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer" });
}

export function foldable(quote) {
  const inside = quote.querySelector(".inside");
  if (inside.scrollHeight <= inside.clientHeight + 2) { quote.classList.remove("folded"); return; }
  quote.classList.add("folds");
  const button = make("button", { type: "button", class: "fold", "data-testid": "fold" }, icon("M6 9l6 6 6-6"));
  quote.append(button);
  labelFold(quote, button);
  quote.addEventListener("click", (event) => { if (!event.target.closest("a, .command") && !String(getSelection())) toggleQuote(quote); });
}

export function toggleQuote(quote) {
  quote.classList.toggle("folded");
  labelFold(quote, quote.querySelector(".fold"));
}

function labelFold(quote, button) {
  const folded = quote.classList.contains("folded");
  button.setAttribute("aria-expanded", String(!folded));
  button.setAttribute("aria-label", folded ? words().unfold : words().fold);
}
