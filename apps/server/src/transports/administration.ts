import { type CallDefinition, Failure } from "@qunxin/protocol";
import type { Actor, Caller } from "../platform/caller.ts";

// Where an installation administers by a door of its own (--admin-host, --admin-port), the other one does as if there
// were no administration. What belongs to it is said by the contract, and here alone.

/** Pages of the web client that only administer. */
const pages = /^\/(admin|setup)(?=$|[/?#])/;

/** Whether this call is part of the administration: by the contract, for administrators or for the set-up. */
export function administers({ access }: Pick<CallDefinition, "access">): boolean {
  return access === "administrator" || access === "setup";
}

/** Whether this path of the web client is part of the administration. */
export function isAdministrationPage(url: string): boolean {
  return pages.test(url);
}

/** @throws request/unknown_call for calls that do not exist at this door */
export function hideAdministration(call: string, definition: Pick<CallDefinition, "access">): void {
  if (administers(definition)) throw new Failure("request/unknown_call", { call });
}

/** The actor as seen through the door of this call: by one that does not administer, everybody is an ordinary person. */
export function through(actor: Actor, { administration }: Pick<Caller, "administration">): Actor {
  return administration ? actor : { ...actor, administrator: false };
}
