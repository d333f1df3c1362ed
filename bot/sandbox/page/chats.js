// Who you are and where: the seats, and the chat that is open.

import { $, make } from "./dom.js";
import { closeMenus } from "./menus.js";
import { addMessage, hue } from "./messages.js";
import { act, get } from "./sandbox.js";
import { scrollDown } from "./scroll.js";
import { botName, locale, now, person, words } from "./state.js";

const initial = (name) => [...name].find((char) => /\p{L}|\p{N}/u.test(char))?.toUpperCase() ?? "•";

/** Who and what there is; the number of the newest event, from which on a page that begins has to listen. */
export async function loadState() {
  const state = await get("/sandbox/state");
  Object.assign(now, { bot: state.bot, people: state.people, chats: state.chats });
  return state.number;
}

function seatText(chat) {
  if (chat.type !== "private") return [chat.title, `${words()[chat.type]}, ${words().members(chat.members.length)}`];
  const one = person(chat.id);
  return [one.name, words()[one.role === "reader" ? `reader_${one.language}` : one.role] ?? one.language];
}

export function drawSeats() {
  document.documentElement.lang = locale();
  $("seats-title").textContent = words().title;
  $("about").textContent = words().about;
  $("seat-list").replaceChildren(...now.chats.map((chat) => {
    const [name, sub] = seatText(chat);
    const unread = now.unread[chat.id] ?? 0;
    return make("li", {}, make("button", { type: "button", "data-testid": `seat-${chat.id}`, "aria-current": String(chat.id === now.chat?.id), onclick: () => choose(chat.id) },
      make("span", { class: `avatar c${hue(chat.id)}`, "aria-hidden": "true", text: initial(name) }),
      make("span", { class: "names" }, make("b", { text: name }), make("span", { class: "sub", text: sub })),
      unread ? make("span", { class: "unread", text: unread, title: words().unread(unread), "data-testid": `unread-${chat.id}` }) : null));
  }));
  $("seat-list").querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  fadeSeats();
}

/** On a phone the seats are a row: how far it fades out at the ends tells that there are more. */
export function fadeSeats() {
  const list = $("seat-list"), rest = list.scrollWidth - list.clientWidth - list.scrollLeft;
  list.style.setProperty("--before", `${Math.min(36, Math.max(0, list.scrollLeft))}px`);
  list.style.setProperty("--after", `${Math.min(36, Math.max(0, rest))}px`);
}

export async function choose(chatId, writerId) {
  const chat = now.chats.find((one) => one.id === chatId) ?? now.chats[0];
  const writers = chat.type === "private" ? [chat.id] : chat.members.map((one) => one.id).filter((id) => person(id));
  const wanted = [writerId, now.user?.id, ...writers].find((id) => writers.includes(id));
  Object.assign(now, { chat, user: person(wanted) ?? now.people[0], thread: chat.id === now.chat?.id ? now.thread : chat.topics[0]?.id ?? null });
  delete now.unread[chat.id];
  history.replaceState(null, "", `#${chat.id}/${now.user.id}`);
  await openChat();
  $("input").dispatchEvent(new Event("input")); // what is in the box may mean something else here
  if (matchMedia("(hover: hover)").matches) $("input").focus();
}

export async function openChat() {
  const data = await get(`/sandbox/chat?chat=${now.chat.id}&user=${now.user.id}`);
  Object.assign(now, { commands: data.commands, description: data.description, name: data.name, loaded: data.number, last: null, rows: new Map() });
  drawSeats();
  drawHead();
  $("messages").replaceChildren();
  for (const message of data.messages) addMessage(message, false);
  drawFrame();
  closeMenus();
  scrollDown();
}

export function drawHead() {
  const w = words();
  const isPrivate = now.chat.type === "private";
  const name = isPrivate ? botName() : now.chat.title;
  document.title = name;
  $("chat").hidden = false;
  $("title").textContent = name;
  setStatus();
  $("avatar").textContent = initial(name);
  $("avatar").className = `avatar c${isPrivate ? 5 : hue(now.chat.id)}`;
  $("writer-label").hidden = isPrivate;
  $("writer-name").textContent = w.writer;
  $("writer").replaceChildren(...now.chat.members.filter((one) => person(one.id)).map((one) => new Option(one.name, one.id, false, one.id === now.user.id)));
  $("topic-label").hidden = !now.chat.topics.length;
  $("topic-name").textContent = w.topic;
  $("topic").replaceChildren(new Option(w.general, "", false, !now.thread), ...now.chat.topics.map((one) => new Option(one.name, one.id, false, one.id === now.thread)));
  $("more").hidden = !isPrivate;
  $("block").textContent = now.user.blocked ? w.unblock : w.block;
  const labels = { "menu-word": w.menu, "input-label": w.input };
  for (const [id, text] of Object.entries(labels)) $(id).textContent = text;
  for (const id of ["send", "attach", "more", "down"]) { $(id).title = w[id]; $(id).setAttribute("aria-label", w[id]); }
  $("menu-button").setAttribute("aria-label", w.menu);
  $("input").placeholder = w.input;
}

export function setStatus(typing = false) {
  clearTimeout(setStatus.timer);
  const w = words();
  $("status").classList.toggle("typing", typing);
  $("status").textContent = typing ? w.typing : now.chat.type === "private" ? w.bot : w.members(now.chat.members.length);
  if (typing) setStatus.timer = setTimeout(() => setStatus(), 5000);
}

export function drawFrame() {
  const empty = !$("messages").querySelector("article");
  const isPrivate = now.chat.type === "private";
  document.querySelector(".intro")?.remove();
  if (empty && isPrivate && now.description) $("messages").prepend(make("section", { class: "intro", "data-testid": "description" }, make("b", { text: words().intro }), now.description));
  else if (empty) $("messages").prepend(make("p", { class: "intro pill", text: words().empty }));
  const waits = isPrivate && (empty || now.user.blocked);
  $("start").hidden = !waits;
  $("composer").hidden = waits;
  $("start").textContent = now.user.blocked ? words().unblock : words().start;
  $("menu-button").hidden = !now.commands.length;
}

export async function openBot(payload) {
  const user = now.user.id;
  await choose(user);
  await act({ do: "start", user, payload });
}

export function followDeepLink(event, url) {
  const match = /^(?:https?:\/\/(?:t|telegram)\.me\/|tg:\/\/resolve\?domain=)([A-Za-z0-9_]+)\/?(?:[?&]start=([A-Za-z0-9_-]*))?$/i.exec(url);
  if (match?.[1].toLowerCase() !== now.bot.username.toLowerCase()) return;
  event.preventDefault();
  if (match[2] === undefined) choose(now.user.id);
  else openBot(match[2]);
}
