import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import { externalsAmong, sharedGroups } from "./contact-store.ts";
import type { GroupsDeps } from "./deps.ts";

/** Whether somebody may open a direct conversation, `fromGroup` or from anywhere (null). */
export type MayContact = (actor: Actor, personId: PrincipalId, fromGroup: ConversationId | null) => Promise<boolean>;

/**
 * Colleagues may always write to each other (acceptance 43), only not from within a group that forbids it (44).
 * External people never may among themselves, and with an employee only where some group of both allows it (reading
 * R29): not naming the group is no way around.
 */
export function createMayContact({ reading }: Pick<GroupsDeps, "reading">): MayContact {
  return async (actor, personId, fromGroup) => {
    const shared = await sharedGroups(reading, actor.id, personId);
    if (shared.some(({ id, noPrivateChat }) => id === fromGroup && noPrivateChat)) return false;
    const externals = await externalsAmong(reading, [actor.id, personId]);
    if (externals.has(actor.id) && externals.has(personId)) return false;
    return !externals.has(actor.id) || shared.some(({ noPrivateChat }) => !noPrivateChat);
  };
}
