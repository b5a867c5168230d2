import { fail } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Person } from "../directory/index.ts";
import type { MessagesDeps } from "./deps.ts";
import { summaryFor } from "./summaries.ts";

/** `conversations.openDirect`: any employee with any other, without asking first (acceptance 43). */
export function openDirect(deps: MessagesDeps): UseCase<"conversations.openDirect"> {
  return async ({ personId, fromGroup }, actor) => {
    if (personId === actor.id) fail("conversations/self");
    const peer = await deps.directory.person(deps.reading, personId);
    if (!peer || !(await mayKnow(deps, actor, peer))) fail("directory/person_not_found");
    if (peer.status !== "active") fail("conversations/peer_inactive");
    if (!(await deps.groups.mayContact(actor, personId, fromGroup ?? null))) fail("contact/blocked");
    const id = await deps.transact((tx) => deps.log.openDirect(tx, actor.id, personId));
    return (await summaryFor(deps, actor.id, id)) ?? fail("conversations/not_found");
  };
}

/** External people know only those they share a group with. */
async function mayKnow(deps: MessagesDeps, actor: Actor, { id }: Person): Promise<boolean> {
  if (actor.kind === "employee") return true;
  return (await deps.log.shareGroup(deps.reading, actor.id, [id])).length > 0;
}
