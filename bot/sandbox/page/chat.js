"use strict";
// The page of the sandbox: the chat as one of its people sees it. Everything is built as DOM nodes and textContent,
// never as HTML, so that whatever the bot or a person writes stays text.

const TEXT = {
  kk: {
    title: "Кім болып жазасыз?", about: "Бұл – сынақ алаңы: бот нағыз, ал Telegram орнында осы компьютердегі көшірмесі жұмыс істеп тұр. Хабарламаларыңыз ешқайда кетпейді.",
    reader_kk: "оқырман, қазақша", reader_ru: "оқырман, орысша", editor: "редактор", colleague: "әріптес: /grant 104 reviewer", group: "топ", supergroup: "топ", channel: "арна", bot: "бот",
    members: (n) => `${n} қатысушы`, typing: "жазып жатыр…", input: "Хабарлама", send: "Жіберу", attach: "Файл тіркеу", menu: "Мәзір", start: "Бастау",
    intro: "Бұл бот не істей алады?", edited: "өңделді", more: "Тағы", block: "Ботты бұғаттау", unblock: "Ботты бұғаттан шығару",
    writer: "Кім жазады:", topic: "Тақырып", general: "Жалпы", down: "Соңғы хабарламаға", unfold: "Толық ашу", fold: "Жинау", forwarded: (name) => `${name} хабарламасы қайта жіберілді`, forward: "Қайта жіберу", forwardTo: "Қай чатқа жіберілсін?", cancel: "Болдырмау", via: (bot) => `${bot} арқылы`,
    joined: (name) => `${name} топқа қосылды`, left: (name) => `${name} топтан шықты`, migrated: "Топ супертопқа айналды", today: "Бүгін", unread: (n) => `${n} жаңа хабарлама`,
    photo: "Фото", lost: "Сынақ алаңымен байланыс үзілді. Қайта қосылып жатырмыз…", empty: "Әзірге хабарлама жоқ", copied: "Көшірілді",
  },
  ru: {
    title: "От чьего имени пишете?", about: "Это песочница: бот настоящий, а вместо Telegram – его копия на этом компьютере. Сообщения никуда не уходят.",
    reader_kk: "читает по-казахски", reader_ru: "читает по-русски", editor: "редактор", colleague: "коллега: /grant 104 reviewer", group: "группа", supergroup: "группа", channel: "канал", bot: "бот",
    members: (n) => `${n} ${["участник", "участника", "участников"][{ one: 0, few: 1 }[new Intl.PluralRules("ru").select(n)] ?? 2]}`,
    typing: "печатает…", input: "Сообщение", send: "Отправить", attach: "Прикрепить файл", menu: "Меню", start: "Запустить",
    intro: "Что умеет этот бот?", edited: "изменено", more: "Ещё", block: "Заблокировать бота", unblock: "Разблокировать бота",
    writer: "Пишет:", topic: "Тема", general: "Общая", down: "К последнему сообщению", unfold: "Развернуть", fold: "Свернуть", forwarded: (name) => `Переслано от ${name}`, forward: "Переслать", forwardTo: "В какой чат переслать?", cancel: "Отмена", via: (bot) => `через ${bot}`,
    joined: (name) => `${name} теперь в группе`, left: (name) => `${name} больше не в группе`, migrated: "Группа стала супергруппой", today: "Сегодня",
    unread: (n) => `Новых сообщений: ${n}`, photo: "Фото", lost: "Связь с песочницей прервалась. Подключаемся снова…", empty: "Пока нет сообщений", copied: "Скопировано",
  },
};
const JOIN_SECONDS = 300;
const TALLEST = 560; // pixels of a picture
const $ = (id) => document.getElementById(id);
const now = { bot: {}, people: [], chats: [], number: 0, loaded: 0, pinned: true, top: 0, chat: null, user: null, thread: null, commands: [], description: "", name: "", rows: new Map(), last: null, unread: {} };
const words = () => TEXT[now.user?.language === "ru" ? "ru" : "kk"];
const locale = () => (now.user?.language === "ru" ? "ru" : "kk");

function make(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (key === "class") node.className = value;
    else if (key === "text") node.textContent = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

// --- the sandbox's control API ---------------------------------------------------------------------------------------

async function get(path) {
  return (await fetch(path)).json();
}

async function act(body) {
  const answer = await (await fetch("/sandbox/act", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
  if (!answer.ok) toast(answer.error);
  return answer;
}

const here = () => ({ user: now.user.id, chat: now.chat.id, ...(now.thread ? { thread: now.thread } : {}) });

// --- who you are -----------------------------------------------------------------------------------------------------

const person = (id) => now.people.find((one) => one.id === id);
const initial = (name) => [...name].find((char) => /\p{L}|\p{N}/u.test(char))?.toUpperCase() ?? "•";
const hue = (id) => Math.abs(id) % 7;
const botName = () => now.name || now.bot.names[locale()] || now.bot.names[""];

async function loadState() {
  const state = await get("/sandbox/state");
  Object.assign(now, { bot: state.bot, people: state.people, chats: state.chats, number: Math.max(now.number, state.number) });
}

function seatText(chat) {
  if (chat.type !== "private") return [chat.title, `${words()[chat.type]}, ${words().members(chat.members.length)}`];
  const one = person(chat.id);
  return [one.name, words()[one.role === "reader" ? `reader_${one.language}` : one.role] ?? one.language];
}

function drawSeats() {
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
function fadeSeats() {
  const list = $("seat-list"), rest = list.scrollWidth - list.clientWidth - list.scrollLeft;
  list.style.setProperty("--before", `${Math.min(36, Math.max(0, list.scrollLeft))}px`);
  list.style.setProperty("--after", `${Math.min(36, Math.max(0, rest))}px`);
}

async function choose(chatId, writerId) {
  const chat = now.chats.find((one) => one.id === chatId) ?? now.chats[0];
  const writers = chat.type === "private" ? [chat.id] : chat.members.map((one) => one.id).filter((id) => person(id));
  const wanted = [writerId, now.user?.id, ...writers].find((id) => writers.includes(id));
  Object.assign(now, { chat, user: person(wanted) ?? now.people[0], thread: chat.id === now.chat?.id ? now.thread : chat.topics[0]?.id ?? null });
  delete now.unread[chat.id];
  history.replaceState(null, "", `#${chat.id}/${now.user.id}`);
  await openChat();
  typed();
  if (matchMedia("(hover: hover)").matches) $("input").focus();
}

async function openChat() {
  const data = await get(`/sandbox/chat?chat=${now.chat.id}&user=${now.user.id}`);
  Object.assign(now, { commands: data.commands, description: data.description, name: data.name, loaded: data.number, last: null, rows: new Map() });
  drawSeats();
  drawHead();
  $("messages").replaceChildren();
  for (const message of data.messages) addMessage(message, false);
  drawFrame();
  closeMenu();
  scrollDown();
}

function drawHead() {
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

function setStatus(typing = false) {
  clearTimeout(setStatus.timer);
  const w = words();
  $("status").classList.toggle("typing", typing);
  $("status").textContent = typing ? w.typing : now.chat.type === "private" ? w.bot : w.members(now.chat.members.length);
  if (typing) setStatus.timer = setTimeout(() => setStatus(), 5000);
}

function drawFrame() {
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

// --- messages --------------------------------------------------------------------------------------------------------

function visible(message) {
  return now.chat.topics.length === 0 || (message.message_thread_id ?? null) === now.thread;
}

function addMessage(message, fresh) {
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

function changeMessage(message) {
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
  row.replaceChildren(bubble, forwarder(message));
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

function forwarder(message) {
  return make("button", { type: "button", class: "forward", title: words().forward, "aria-label": words().forward, "data-testid": "forward", onclick: () => chooseTarget(message) }, icon("M14 5l7 6-7 6v-4C8 13 5 15 3 19c0-6 4-10 11-10z"));
}

// Where this person may write: their own chat with the bot, and the chats that they are in.
function chooseTarget(message) {
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
      scrollDown();
      await act({ do: "forward", ...here(), from, message: message.message_id });
    },
  }))));
  $("forward").showModal();
}

function dayName(seconds) {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString() ? words().today : date.toLocaleDateString(locale(), { day: "numeric", month: "long" });
}

function serviceText(message) {
  const names = (users) => users.map((user) => (user.id === now.bot.id ? botName() : user.first_name)).join(", ");
  if (message.new_chat_members) return words().joined(names(message.new_chat_members));
  if (message.left_chat_member) return words().left(names([message.left_chat_member]));
  return message.migrate_to_chat_id || message.migrate_from_chat_id ? words().migrated : "";
}

// --- text with entities: nested, offsets in UTF-16 units as JavaScript counts too --------------------------------------

function renderText(parent, text, entities) {
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
    case "bot_command": return twice(make("button", { type: "button", class: "command", "data-testid": "command", onclick: () => say(text) }));
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

function link(url) {
  const safe = /^(https?|tg):/i.test(url) ? url : "about:blank";
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer", onclick: (event) => followDeepLink(event, safe) });
}

function followDeepLink(event, url) {
  const match = /^(?:https?:\/\/(?:t|telegram)\.me\/|tg:\/\/resolve\?domain=)([A-Za-z0-9_]+)\/?(?:[?&]start=([A-Za-z0-9_-]*))?$/i.exec(url);
  if (match?.[1].toLowerCase() !== now.bot.username.toLowerCase()) return;
  event.preventDefault();
  if (match[2] === undefined) choose(now.user.id);
  else openBot(match[2]);
}

function foldable(quote) {
  const inside = quote.querySelector(".inside");
  if (inside.scrollHeight <= inside.clientHeight + 2) { quote.classList.remove("folded"); return; }
  quote.classList.add("folds");
  const button = make("button", { type: "button", class: "fold", "data-testid": "fold" }, icon("M6 9l6 6 6-6"));
  quote.append(button);
  labelFold(quote, button);
  quote.addEventListener("click", (event) => { if (!event.target.closest("a, .command") && !String(getSelection())) toggleQuote(quote); });
}

function toggleQuote(quote) {
  quote.classList.toggle("folded");
  labelFold(quote, quote.querySelector(".fold"));
}

function labelFold(quote, button) {
  const folded = quote.classList.contains("folded");
  button.setAttribute("aria-expanded", String(!folded));
  button.setAttribute("aria-label", folded ? words().unfold : words().fold);
}

// --- buttons under messages ------------------------------------------------------------------------------------------

function keyboard(message, rows) {
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
    if (query !== undefined) { $("input").value = `@${now.bot.username} ${query}`; sizeInput(); $("input").focus(); typed(); return; }
    if (button.callback_data === undefined) return;
    node.classList.add("pending");
    setTimeout(() => node.classList.remove("pending"), 10000);
    await act({ do: "tap", user: now.user.id, chat: now.chat.id, message: message.message_id, data: button.callback_data });
  });
  return node;
}

function answered(event) {
  const { user_id: user, text, show_alert: alert, url } = event.extra;
  if (user !== now.user.id) return;
  now.rows.get(event.message.message_id)?.querySelectorAll(".pending").forEach((node) => node.classList.remove("pending"));
  if (url) window.open(url, "_blank", "noopener");
  if (!text) return;
  if (!alert) { toast(text); return; }
  $("alert-text").textContent = text;
  $("alert").showModal();
}

function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { $("toast").hidden = true; }, Math.max(3000, text.length * 60));
}

// --- writing ---------------------------------------------------------------------------------------------------------

async function say(text) {
  closeMenu();
  scrollDown();
  const answer = await act({ do: "say", ...here(), text });
  return answer.ok;
}

async function submit(event) {
  event?.preventDefault();
  const text = $("input").value;
  if (!text.trim()) return;
  $("input").value = "";
  sizeInput();
  if (!(await say(text))) $("input").value = text;
}

function sizeInput() {
  $("input").style.height = "auto";
  $("input").style.height = `${$("input").scrollHeight}px`;
}

function drawMenu() {
  const typed = $("input").value;
  const wanted = typed.startsWith("/") && !/\s/.test(typed) ? typed.slice(1).split("@")[0] : "";
  const shown = now.commands.filter((one) => one.command.startsWith(wanted));
  $("menu").replaceChildren(...shown.map((one) => make("li", {}, make("button", { type: "button", "data-testid": "menu-item", onclick: () => { $("input").value = ""; say(`/${one.command}`); } },
    make("b", { text: `/${one.command}` }), make("span", { text: one.description })))));
  $("menu").hidden = !shown.length;
  $("menu-button").setAttribute("aria-expanded", String(shown.length > 0));
}

// «@bot words» in the box: what the bot offers for them, like in Telegram's apps; a tap sends one of them.
function inlineWords() {
  const typed = $("input").value;
  const address = `@${now.bot.username}`.toLowerCase();
  return typed.toLowerCase().startsWith(`${address} `) ? typed.slice(address.length + 1) : null;
}

function typed() {
  clearTimeout(typed.timer);
  if ($("input").value.startsWith("/")) drawMenu();
  else if (inlineWords() === null) closeMenu();
  else typed.timer = setTimeout(() => drawOffers(inlineWords()), 200);
}

async function drawOffers(text, offset = "") {
  const answer = await (await fetch("/sandbox/inline", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ ...here(), text, offset }) })).json();
  if (!answer.ok || inlineWords() !== text) return;
  const offers = answer.results.map((one) => make("li", {}, make("button", { type: "button", class: "offer", "data-testid": "offer", onclick: () => chooseOffer(answer.query, one.id) },
    make("b", { text: one.title }), make("span", { text: one.description }))));
  const above = answer.button && !offset ? [make("li", {}, make("button", { type: "button", "data-testid": "offer-button", onclick: () => { $("input").value = ""; closeMenu(); openBot(answer.button.start_parameter); } }, make("b", { text: answer.button.text })))] : [];
  const more = answer.next_offset ? [make("li", {}, make("button", { type: "button", "data-testid": "offer-more", onclick: (event) => { event.currentTarget.parentNode.remove(); drawOffers(text, answer.next_offset); } }, make("b", { text: "…" })))] : [];
  if (offset) $("menu").append(...offers, ...more);
  else $("menu").replaceChildren(...above, ...offers, ...more);
  $("menu").hidden = !$("menu").children.length;
}

async function chooseOffer(query, result) {
  $("input").value = "";
  closeMenu();
  scrollDown();
  await act({ do: "choose", ...here(), query, result });
}

async function openBot(payload) {
  const user = now.user.id;
  await choose(user);
  await act({ do: "start", user, payload });
}

function closeMenu() {
  $("menu").hidden = true;
  $("menu-button").setAttribute("aria-expanded", "false");
  $("more-menu").hidden = true;
  $("more").setAttribute("aria-expanded", "false");
}

async function attach() {
  const file = $("file").files[0];
  if (!file) return;
  const url = await new Promise((resolve) => { const reader = new FileReader(); reader.onload = () => resolve(reader.result); reader.readAsDataURL(file); });
  const picture = /^image\/(png|jpeg|gif)$/.test(file.type);
  const caption = $("input").value;
  $("input").value = $("file").value = "";
  scrollDown();
  await act({ do: picture ? "photo" : "document", ...here(), name: file.name, mime: file.type, base64: url.slice(url.indexOf(",") + 1), caption });
}

// Whoever reads further up is left there; everybody else stays at the end, also while pictures and quotes grow.
const atBottom = () => $("scroller").scrollHeight - $("scroller").scrollTop - $("scroller").clientHeight < 90;
// Only a movement upwards lets go of the end: a message that comes in between two frames moves nothing by itself.
function scrolled() {
  const top = $("scroller").scrollTop;
  if (atBottom()) now.pinned = true;
  else if (top < now.top) now.pinned = false;
  now.top = top;
  $("down").hidden = now.pinned;
}

function scrollDown() {
  now.pinned = true;
  $("scroller").scrollTop = $("scroller").scrollHeight;
}

// --- what happens ----------------------------------------------------------------------------------------------------

const HANDLERS = {
  message(event) {
    addMessage(event.message, true);
    drawFrame();
    setStatus();
  },
  edit: (event) => changeMessage(event.message),
  delete(event) {
    now.rows.get(event.message.message_id)?.remove();
    now.rows.delete(event.message.message_id);
    drawFrame();
  },
  typing: () => setStatus(true),
  toast: answered,
};

async function happen(event) {
  if (event.number <= now.number) return;
  now.number = event.number;
  if (event.kind === "chats" || event.kind === "menu") { later(); return; }
  if (event.chat === now.chat.id) {
    if (event.number > now.loaded) HANDLERS[event.kind]?.(event);
    return;
  }
  if (event.kind === "message" && event.message.from?.id === now.bot.id) {
    now.unread[event.chat] = (now.unread[event.chat] ?? 0) + 1;
    drawSeats();
  }
}

// Menus and chats change in bursts (a bot sets its menus one by one): look once, when the burst is over.
function later() {
  clearTimeout(later.timer);
  later.timer = setTimeout(async () => {
    await loadState();
    const data = await get(`/sandbox/chat?chat=${now.chat.id}&user=${now.user.id}`);
    Object.assign(now, { commands: data.commands, description: data.description, name: data.name });
    now.chat = now.chats.find((one) => one.id === now.chat.id) ?? now.chats[0];
    now.user = person(now.user.id);
    drawSeats();
    drawHead();
    drawFrame();
  }, 150);
}

function listen() {
  const source = new EventSource(`/sandbox/events?after=${now.number}`);
  source.onmessage = (message) => happen(JSON.parse(message.data));
  source.onerror = () => {
    source.close();
    toast(words().lost);
    setTimeout(resume, 1500);
  };
}

// After a restart the sandbox counts from the start again, so look at everything anew.
async function resume() {
  try {
    now.number = 0;
    await loadState();
    await choose(now.chat.id, now.user.id);
    listen();
  } catch {
    setTimeout(resume, 1500);
  }
}

async function begin() {
  await loadState();
  const [chatId, writerId] = location.hash.slice(1).split("/").map(Number);
  await choose(chatId || now.chats[0].id, writerId);
  listen();
  $("composer").addEventListener("submit", submit);
  $("input").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event); });
  $("input").addEventListener("input", () => { sizeInput(); typed(); });
  $("menu-button").addEventListener("click", () => ($("menu").hidden ? drawMenu() : closeMenu()));
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", attach);
  $("start").addEventListener("click", async () => { await act({ do: "start", user: now.user.id }); });
  $("writer").addEventListener("change", () => choose(now.chat.id, Number($("writer").value)));
  $("topic").addEventListener("change", () => { now.thread = Number($("topic").value) || null; openChat(); });
  $("more").addEventListener("click", () => { $("more-menu").hidden = !$("more-menu").hidden; $("more").setAttribute("aria-expanded", String(!$("more-menu").hidden)); });
  $("block").addEventListener("click", () => { closeMenu(); act({ do: "block", user: now.user.id, blocked: !now.user.blocked }); });
  $("down").addEventListener("click", () => scrollDown());
  $("scroller").addEventListener("scroll", scrolled);
  $("seat-list").addEventListener("scroll", fadeSeats);
  addEventListener("resize", fadeSeats);
  const grown = new ResizeObserver(() => { if (now.pinned) scrollDown(); });
  for (const id of ["messages", "scroller"]) grown.observe($(id));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenu(); });
  document.addEventListener("click", (event) => { if (!event.target.closest("#menu, #menu-button, #more, #more-menu, #input, .keys, #seats")) closeMenu(); });
}

begin();
