import { fail } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { GroupsDeps } from "./deps.ts";
import { end } from "./membership.ts";
import { demand, lockSeat } from "./seat.ts";
import { type Group, lockGroups, sawTheEnd } from "./store.ts";

/**
 * Ends a group for everybody in it; rows and entries stay. Administrators of the company may end groups they are not
 * in (reading R22).
 */
export function dissolve(deps: GroupsDeps): UseCase<"groups.dissolve"> {
  return ({ groupId }, actor) =>
    deps.transact(async (tx) => {
      const [group] = await lockGroups(tx, [groupId]);
      if (!group) return fail("groups/not_found");
      if (group.state === "dissolved") return checkKnew(tx, group, actor);
      if (!actor.administrator) demand(await lockSeat(deps, tx, actor, groupId), "dissolve");
      await end(deps, tx, group, actor.id);
      return {};
    });
}

/** A second call changes nothing; those to whom the group was nothing do not hear of it. */
async function checkKnew(tx: Tx, group: Group, actor: Actor): Promise<Record<string, never>> {
  const knew = actor.administrator || (await sawTheEnd(tx, group.id, actor.id));
  return knew ? {} : fail("groups/not_found");
}
