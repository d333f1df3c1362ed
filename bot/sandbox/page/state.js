// What the page knows: the bot, the people and chats, which of them are looked at, and whose words it says.

import { TEXT } from "./texts.js";

export const now = { bot: {}, people: [], chats: [], number: 0, loaded: 0, pinned: true, top: 0, chat: null, user: null, thread: null, commands: [], description: "", name: "", rows: new Map(), last: null, unread: {} };

export const words = () => TEXT[now.user?.language === "ru" ? "ru" : "kk"];
export const locale = () => (now.user?.language === "ru" ? "ru" : "kk");

export const person = (id) => now.people.find((one) => one.id === id);
export const botName = () => now.name || now.bot.names[locale()] || now.bot.names[""];

export const here = () => ({ user: now.user.id, chat: now.chat.id, ...(now.thread ? { thread: now.thread } : {}) });
