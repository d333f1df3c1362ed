// The messages of the chat.

import { $, icon, make } from "./dom.js";
import { foldable, renderText, toggleQuote } from "./entities.js";
import { keyboard } from "./keys.js";
import { botName, locale, now, words } from "./state.js";

const JOIN_SECONDS = 300;
const TALLEST = 560; // pixels of a picture

export const hue = (id) => Math.abs(id) % 7;

function visible(message) {
  return now.chat.topics.length === 0 || (message.message_thread_id ?? null) === now.thread;
}

export function addMessage(message, fresh) {
  if (!visible(message)) return;
  const day = new Date(message.date * 1000).toDateString();
  if (now.last?.day !== day) $("messages").append(make("div", { class: "pill", text: dayName(message.date) }));
  const service = serviceText(message);
  if (service) {
    $("messages").append(make("div", { class: "pill", text: service, "data-testid": "service" }));
    now.last = { day };
    return;
  }
  const sender = senderOf(message);
  const joined = now.last?.sender === sender.id && message.date - now.last.date < JOIN_SECONDS && now.last.day === day;
  const row = make("article", { class: "row", "data-testid": "message", "data-id": message.message_id, "data-from": sender.own ? "me" : sender.id === now.bot.id ? "bot" : "other" });
  row.classList.toggle("own", sender.own);
  row.classList.toggle("joined", joined);
  row.classList.toggle("fresh", fresh);
  $("messages").append(row);
  now.rows.set(message.message_id, row);
  now.last = { sender: sender.id, date: message.date, day };
  fillMessage(row, message);
}

export function changeMessage(message) {
  const row = now.rows.get(message.message_id);
  if (!row) return;
  const before = row.querySelector(".text")?.textContent;
  const unfolded = [...row.querySelectorAll(".quote.folds")].map((quote) => !quote.classList.contains("folded"));
  fillMessage(row, message);
  // An edit that only changes buttons must not fold again what the reader is reading.
  if (row.querySelector(".text")?.textContent === before) row.querySelectorAll(".quote.folds").forEach((quote, index) => unfolded[index] && toggleQuote(quote));
  row.classList.remove("fresh", "changed");
  void row.offsetWidth;
  row.classList.add("changed");
}

export function removeMessage(message) {
  now.rows.get(message.message_id)?.remove();
  now.rows.delete(message.message_id);
}

function senderOf(message) {
  const chat = message.sender_chat;
  if (chat) return { id: chat.id, name: chat.title, own: false };
  const from = message.from ?? { id: 0, first_name: "" };
  return { id: from.id, name: from.id === now.bot.id ? botName() : [from.first_name, from.last_name].filter(Boolean).join(" "), own: from.id === now.user.id };
}

function fillMessage(row, message) {
  const sender = senderOf(message);
  const bubble = make("div", { class: "bubble" });
  if (now.chat.type !== "private" && !sender.own && !row.classList.contains("joined")) bubble.append(make("b", { class: `who n${hue(sender.id)}`, text: sender.name }));
  else bubble.append(make("span", { class: "unseen", text: `${sender.name}: ` }));
  bubble.append(...headOf(message));
  const text = message.text ?? message.caption ?? "";
  if (text) {
    const body = make("div", { class: "text", dir: "auto", "data-testid": "text" });
    renderText(body, text, message.entities ?? message.caption_entities ?? []);
    bubble.append(body);
  }
  bubble.append(metaOf(message, sender.own));
  row.replaceChildren(bubble, forwarder());
  const rows = message.reply_markup?.inline_keyboard ?? [];
  row.classList.toggle("keyed", rows.length > 0);
  if (rows.length) row.append(keyboard(message, rows));
  for (const quote of row.querySelectorAll(".quote.expandable")) foldable(quote);
}

function headOf(message) {
  const parts = [];
  const origin = message.forward_origin;
  if (origin) parts.push(make("span", { class: "forwarded", text: words().forwarded(origin.sender_user?.first_name ?? (origin.chat ?? origin.sender_chat).title) }));
  if (message.via_bot) parts.push(make("span", { class: "forwarded", "data-testid": "via", text: words().via(`@${message.via_bot.username}`) }));
  if (message.reply_to_message) parts.push(make("span", { class: "reply", text: message.reply_to_message.text ?? message.reply_to_message.caption ?? words().photo }));
  if (message.sticker) parts.push(make("div", { class: "text huge", text: message.sticker.emoji }));
  if (message.photo) {
    const { file_id: id, width, height } = message.photo.at(-1);
    const image = make("img", { class: "media", src: `/sandbox/file/${id}`, alt: words().photo, width, height, "data-testid": "photo" });
    image.style.maxWidth = `min(100%, ${Math.round((TALLEST * width) / height)}px)`;
    parts.push(image);
  }
  if (message.document) {
    const { file_id: id, file_name: name, file_size: size } = message.document;
    parts.push(make("a", { class: "file", href: `/sandbox/file/${id}`, download: name, "data-testid": "document" },
      make("span", { class: "disc" }, icon("M12 4v11m0 0l-5-5m5 5l5-5M5 20h14")), make("span", {}, make("b", { text: name }), make("small", { text: size < 1024 ? `${size} B` : `${(size / 1024).toFixed(1)} KB` }))));
  }
  return parts;
}

function metaOf(message, own) {
  const time = new Date(message.date * 1000);
  const edited = message.edit_date ? `${words().edited} ` : "";
  const meta = make("span", { class: "meta", "data-testid": message.edit_date ? "edited" : "time" }, edited, make("time", { datetime: time.toISOString(), text: time.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false }) }));
  if (own) meta.append(icon("M1 13l5 5L17 6M9 18l1 0L22 6"));
  return meta;
}

function forwarder() {
  return make("button", { type: "button", class: "forward", title: words().forward, "aria-label": words().forward, "data-testid": "forward" }, icon("M14 5l7 6-7 6v-4C8 13 5 15 3 19c0-6 4-10 11-10z"));
}

// In figures, which Kazakh and Russian write alike: a browser may not know the Kazakh names of months (Debian's says "M11").
function dayName(seconds) {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString() ? words().today : date.toLocaleDateString("ru", { day: "2-digit", month: "2-digit", year: "numeric" });
}

function serviceText(message) {
  const names = (users) => users.map((user) => (user.id === now.bot.id ? botName() : user.first_name)).join(", ");
  if (message.new_chat_members) return words().joined(names(message.new_chat_members));
  if (message.left_chat_member) return words().left(names([message.left_chat_member]));
  return message.migrate_to_chat_id || message.migrate_from_chat_id ? words().migrated : "";
}
