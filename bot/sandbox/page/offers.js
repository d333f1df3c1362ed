// What is offered above the box: the bot's commands, and for «@bot words» what it answers inline, as in Telegram's apps.

import { openBot } from "./chats.js";
import { fill, say, send, take } from "./composer.js";
import { $, make } from "./dom.js";
import { closeMenus, showList } from "./menus.js";
import { post } from "./sandbox.js";
import { here, now } from "./state.js";

export function drawCommands() {
  const typed = $("input").value;
  const wanted = typed.startsWith("/") && !/\s/.test(typed) ? typed.slice(1).split("@")[0] : "";
  const shown = now.commands.filter((one) => one.command.startsWith(wanted));
  $("menu").replaceChildren(...shown.map((one) => make("li", {}, make("button", { type: "button", "data-testid": "menu-item", onclick: () => take(() => say(`/${one.command}`)) },
    make("b", { text: `/${one.command}` }), make("span", { text: one.description })))));
  showList();
}

function inlineWords() {
  const typed = $("input").value;
  const address = `@${now.bot.username}`.toLowerCase();
  return typed.toLowerCase().startsWith(`${address} `) ? typed.slice(address.length + 1) : null;
}

export function typed() {
  clearTimeout(typed.timer);
  if ($("input").value.startsWith("/")) drawCommands();
  else if (inlineWords() === null) closeMenus();
  else typed.timer = setTimeout(() => drawOffers(inlineWords()), 200);
}

async function drawOffers(text, offset = "") {
  const answer = await post("/sandbox/inline", { ...here(), text, offset });
  if (!answer.ok || inlineWords() !== text) return;
  const offers = answer.results.map((one) => make("li", {}, make("button", { type: "button", class: "offer", "data-testid": "offer", onclick: () => take(() => send({ do: "choose", query: answer.query, result: one.id })) },
    make("b", { text: one.title }), make("span", { text: one.description }))));
  const above = answer.button && !offset ? [make("li", {}, make("button", { type: "button", "data-testid": "offer-button", onclick: () => { fill(""); openBot(answer.button.start_parameter); } }, make("b", { text: answer.button.text })))] : [];
  const more = answer.next_offset ? [make("li", {}, make("button", { type: "button", "data-testid": "offer-more", onclick: (event) => { event.currentTarget.parentNode.remove(); drawOffers(text, answer.next_offset); } }, make("b", { text: "…" })))] : [];
  if (offset) $("menu").append(...offers, ...more);
  else $("menu").replaceChildren(...above, ...offers, ...more);
  showList();
}
