// The sandbox's control API.

import { toast } from "./dom.js";
import { words } from "./state.js";

export async function get(path) {
  return (await fetch(path)).json();
}

/** What the sandbox answers, or that it cannot be reached: a caller sees `ok`, never a rejection. */
export async function post(path, body) {
  try {
    return await (await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) })).json();
  } catch {
    return { ok: false, error: words().lost };
  }
}

export async function act(body) {
  const answer = await post("/sandbox/act", body);
  if (!answer.ok) toast(answer.error);
  return answer;
}
