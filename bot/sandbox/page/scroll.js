// Whoever reads further up is left there; everybody else stays at the end, also while pictures and quotes grow.

import { $ } from "./dom.js";
import { now } from "./state.js";

const atBottom = () => $("scroller").scrollHeight - $("scroller").scrollTop - $("scroller").clientHeight < 90;

// Only a movement upwards lets go of the end: a message that comes in between two frames moves nothing by itself.
export function scrolled() {
  const top = $("scroller").scrollTop;
  if (atBottom()) now.pinned = true;
  else if (top < now.top) now.pinned = false;
  now.top = top;
  $("down").hidden = now.pinned;
}

export function scrollDown() {
  now.pinned = true;
  $("scroller").scrollTop = $("scroller").scrollHeight;
}
