// What opens over the chat: the list above the box and the menu in the head.

import { $ } from "./dom.js";

/** The list above the box, where anything is in it. */
export function showList() {
  $("menu").hidden = !$("menu").children.length;
  $("menu-button").setAttribute("aria-expanded", String(!$("menu").hidden));
}

export function toggleMore() {
  $("more-menu").hidden = !$("more-menu").hidden;
  $("more").setAttribute("aria-expanded", String(!$("more-menu").hidden));
}

export function closeMenus() {
  $("menu").hidden = true;
  $("menu-button").setAttribute("aria-expanded", "false");
  $("more-menu").hidden = true;
  $("more").setAttribute("aria-expanded", "false");
}
