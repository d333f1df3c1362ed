// The dialog in which a message is forwarded.

import { choose } from "./chats.js";
import { send } from "./composer.js";
import { $, make } from "./dom.js";
import { botName, now, words } from "./state.js";

/** `message`: its number. Offered are the chats where this person may write: their own with the bot, and those that they are in. */
export function chooseTarget(message) {
  const user = now.user.id;
  const targets = now.chats.filter((chat) => (chat.type === "private" ? chat.id === user : chat.members.some((one) => one.id === user)));
  $("forward-text").textContent = words().forwardTo;
  $("forward-cancel").textContent = words().cancel;
  $("forward-list").replaceChildren(...targets.map((chat) => make("li", {}, make("button", {
    type: "button", "data-testid": `forward-to-${chat.id}`, text: chat.type === "private" ? botName() : chat.title,
    onclick: async () => {
      $("forward").close();
      const from = now.chat.id;
      if (chat.id !== from) await choose(chat.id, user);
      await send({ do: "forward", from, message });
    },
  }))));
  $("forward").showModal();
}
