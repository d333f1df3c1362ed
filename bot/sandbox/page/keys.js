// The buttons under a message, and what the bot answers to a tap.

import { fill } from "./composer.js";
import { $, make, toast } from "./dom.js";
import { link } from "./entities.js";
import { act } from "./sandbox.js";
import { now, words } from "./state.js";

export function keyboard(message, rows) {
  return make("div", { class: "keys", "data-testid": "keyboard" }, ...rows.map((row) => make("div", { class: "keyrow" }, ...row.map((button) => key(message, button)))));
}

function key(message, button) {
  const label = make("span", { text: button.text });
  if (button.url) {
    const node = link(button.url);
    node.append(label, make("span", { class: "corner", text: "↗", "aria-hidden": "true" }));
    node.dataset.testid = "key";
    return node;
  }
  const node = make("button", { type: "button", "data-testid": "key" }, label);
  node.addEventListener("click", async () => {
    if (button.copy_text) { await navigator.clipboard?.writeText(button.copy_text.text); toast(words().copied); return; }
    const query = button.switch_inline_query ?? button.switch_inline_query_current_chat;
    if (query !== undefined) { fill(`@${now.bot.username} ${query}`); $("input").focus(); return; }
    if (button.callback_data === undefined) return;
    node.classList.add("pending");
    setTimeout(() => node.classList.remove("pending"), 10000);
    await act({ do: "tap", user: now.user.id, chat: now.chat.id, message: message.message_id, data: button.callback_data });
  });
  return node;
}

export function answered(event) {
  const { user_id: user, text, show_alert: alert, url } = event.extra;
  if (user !== now.user.id) return;
  now.rows.get(event.message.message_id)?.querySelectorAll(".pending").forEach((node) => node.classList.remove("pending"));
  if (url) window.open(url, "_blank", "noopener");
  if (!text) return;
  if (!alert) { toast(text); return; }
  $("alert-text").textContent = text;
  $("alert").showModal();
}
