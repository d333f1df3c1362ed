// The box that a person writes in, and what is sent from it.

import { $ } from "./dom.js";
import { closeMenus } from "./menus.js";
import { act } from "./sandbox.js";
import { scrollDown } from "./scroll.js";
import { here } from "./state.js";

/** Puts words into the box, as if they had been typed. */
export function fill(text) {
  $("input").value = text;
  $("input").dispatchEvent(new Event("input"));
}

export function sizeInput() {
  if ($("composer").hidden) return; // there is nothing to measure
  $("input").style.height = "auto";
  $("input").style.height = `${$("input").scrollHeight}px`;
}

/** Empties the box and does something with what was in it; if that fails, it is in the box again. */
export async function take(use) {
  const text = $("input").value;
  fill("");
  const answer = await use(text);
  if (!answer.ok) fill([text, $("input").value].filter(Boolean).join("\n"));
}

/** Has the person do something in this chat; its end comes into sight. */
export function send(body) {
  closeMenus();
  scrollDown();
  return act({ ...here(), ...body });
}

export const say = (text) => send({ do: "say", text });

export function submit(event) {
  event.preventDefault();
  if ($("input").value.trim()) take(say);
}

export async function attach() {
  const file = $("file").files[0];
  if (!file) return;
  const url = await new Promise((resolve) => { const reader = new FileReader(); reader.onload = () => resolve(reader.result); reader.readAsDataURL(file); });
  const picture = /^image\/(png|jpeg|gif)$/.test(file.type);
  $("file").value = "";
  await take((caption) => send({ do: picture ? "photo" : "document", name: file.name, mime: file.type, base64: url.slice(url.indexOf(",") + 1), caption }));
}
