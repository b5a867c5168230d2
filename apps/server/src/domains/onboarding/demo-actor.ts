import type { PrincipalId, RequestKey } from "@qunxin/protocol";
import type { Actor, Caller } from "../../platform/caller.ts";
import { hashSecret, newId } from "../../platform/ids.ts";

/** Somebody acting in the demo without a session. */
export function demoActor(id: PrincipalId, administrator: boolean): Actor {
  return { id, kind: "employee", administrator, sessionId: newId(), passwordChangeRequired: false };
}

/** The loading is nobody's request. */
export const silentCaller: Caller = {
  requestId: "demo",
  address: "",
  administration: true,
  cookie: { set: () => undefined, clear: () => undefined },
};

/** The same key for the same piece of the demo, so that a second run finds what the first one made. */
export function demoKey(piece: string): RequestKey {
  const hex = hashSecret(`demo: ${piece}`).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}` as RequestKey;
}
