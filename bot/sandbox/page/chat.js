// The page of the sandbox: the chat as one of its people sees it.

import { choose, fadeSeats, followDeepLink, loadState, openChat } from "./chats.js";
import { attach, say, sizeInput, submit } from "./composer.js";
import { $ } from "./dom.js";
import { listen } from "./events.js";
import { chooseTarget } from "./forward.js";
import { closeMenus, toggleMore } from "./menus.js";
import { drawCommands, typed } from "./offers.js";
import { act } from "./sandbox.js";
import { scrollDown, scrolled } from "./scroll.js";
import { now } from "./state.js";

/** A tap into the messages: on a command, on the arrow that forwards, on a link that may lead back into the chat. */
function tapped(event) {
  const node = event.target.closest(".command, .forward, a");
  if (node?.matches(".command")) say(node.textContent);
  else if (node?.matches(".forward")) chooseTarget(Number(node.closest("article").dataset.id));
  else if (node) followDeepLink(event, node.getAttribute("href"));
}

function wireComposer() {
  $("composer").addEventListener("submit", submit);
  $("input").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event); });
  $("input").addEventListener("input", () => { sizeInput(); typed(); });
  $("menu-button").addEventListener("click", () => ($("menu").hidden ? drawCommands() : closeMenus()));
  $("attach").addEventListener("click", () => $("file").click());
  $("file").addEventListener("change", attach);
  $("start").addEventListener("click", () => act({ do: "start", user: now.user.id }));
}

function wireHead() {
  $("writer").addEventListener("change", () => choose(now.chat.id, Number($("writer").value)));
  $("topic").addEventListener("change", () => { now.thread = Number($("topic").value) || null; openChat(); });
  $("more").addEventListener("click", toggleMore);
  $("block").addEventListener("click", () => { closeMenus(); act({ do: "block", user: now.user.id, blocked: !now.user.blocked }); });
}

function wireMessages() {
  $("messages").addEventListener("click", tapped);
  $("down").addEventListener("click", scrollDown);
  $("scroller").addEventListener("scroll", scrolled);
  const grown = new ResizeObserver(() => { if (now.pinned) scrollDown(); });
  for (const id of ["messages", "scroller"]) grown.observe($(id));
}

function wirePage() {
  $("seat-list").addEventListener("scroll", fadeSeats);
  addEventListener("resize", fadeSeats);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });
  document.addEventListener("click", (event) => { if (!event.target.closest("#menu, #menu-button, #more, #more-menu, #input, .keys, #seats")) closeMenus(); });
}

async function begin() {
  now.number = await loadState();
  const [chatId, writerId] = location.hash.slice(1).split("/").map(Number);
  await choose(chatId || now.chats[0].id, writerId);
  listen();
  for (const wire of [wireComposer, wireHead, wireMessages, wirePage]) wire();
}

begin();
