// What happens in the sandbox, as it happens.

import { choose, drawFrame, drawHead, drawSeats, loadState, setStatus } from "./chats.js";
import { toast } from "./dom.js";
import { answered } from "./keys.js";
import { addMessage, changeMessage, removeMessage } from "./messages.js";
import { get } from "./sandbox.js";
import { now, person, words } from "./state.js";

const HANDLERS = {
  message(event) {
    addMessage(event.message, true);
    drawFrame();
    setStatus();
  },
  edit: (event) => changeMessage(event.message),
  delete(event) {
    removeMessage(event.message);
    drawFrame();
  },
  typing: () => setStatus(true),
  toast: answered,
};

function happen(event) {
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
    await loadState(); // not its number: events up to it may still be on their way
    const data = await get(`/sandbox/chat?chat=${now.chat.id}&user=${now.user.id}`);
    Object.assign(now, { commands: data.commands, description: data.description, name: data.name });
    now.chat = now.chats.find((one) => one.id === now.chat.id) ?? now.chats[0];
    now.user = person(now.user.id);
    drawSeats();
    drawHead();
    drawFrame();
  }, 150);
}

export function listen() {
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
    now.number = await loadState();
    await choose(now.chat.id, now.user.id);
    listen();
  } catch {
    setTimeout(resume, 1500);
  }
}
