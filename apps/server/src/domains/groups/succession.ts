import { type ConversationId, fail, type PrincipalId } from "@qunxin/protocol";
import type { Tx } from "../../platform/database.ts";
import type { OrganisationChange } from "../directory/index.ts";
import type { GroupsDeps } from "./deps.ts";
import { changeOwner, end, letIn } from "./membership.ts";
import { type Group, readOccupants, readPlace } from "./store.ts";
import { firstAdministrator, isActiveEmployee, readSuccessors } from "./succession-store.ts";

/**
 * Gives locked groups whose owner became inactive a new one, by the chain of reading R20: the named successor (put in
 * if need be), the longest-serving administrator, the direct manager if a member, the longest-standing member, an
 * administrator of the company (put in). Never an external or inactive person. Acceptance 38. Runs within a change of
 * the directory, which comes one at a time: who is active here is so until the commit. Returns the groups that ended
 * for want of anybody.
 */
export async function passOn(
  deps: GroupsDeps,
  tx: Tx,
  groups: readonly Group[],
  { successorId, formerDepartments = new Map(), by }: OrganisationChange,
): Promise<Set<ConversationId>> {
  const ended = new Set<ConversationId>();
  if (groups.length === 0) return ended;
  const named = successorId && (await isActiveEmployee(tx, successorId)) ? successorId : null;
  const ids = groups.map(({ id }) => id);
  const members = await readSuccessors(tx, ids, { named, managersOf: formerDepartments });
  for (const group of groups) {
    const to = named ?? members.get(group.id) ?? (await firstAdministrator(tx));
    if (to) {
      await install(deps, tx, group, to, by);
    } else {
      await end(deps, tx, group, by);
      ended.add(group.id);
    }
  }
  return ended;
}

/**
 * Who owns a group after its owner leaves by choice: the named member, else the longest-serving administrator, else the
 * longest-standing member; null when the owner is alone. Acceptance 39.
 * @throws groups/owner_not_eligible when the named one is not an active employee in the group
 */
export async function successorOf(tx: Tx, group: Group, named: PrincipalId | null): Promise<PrincipalId | null> {
  if (named) {
    const [occupant] = await readOccupants(tx, group.id, [named]);
    const eligible = occupant?.kind === "employee" && occupant.status === "active" && named !== group.ownerId;
    if (!eligible) fail("groups/owner_not_eligible");
  }
  const successors = await readSuccessors(tx, [group.id], { named, managersOf: null });
  return successors.get(group.id) ?? null;
}

async function install(deps: GroupsDeps, tx: Tx, group: Group, to: PrincipalId, by: PrincipalId | null): Promise<void> {
  const place = await readPlace(tx, group.id, to);
  if (!place?.present) await letIn(deps, tx, group, [{ id: to, external: false, way: "picked", byHand: true }], by);
  await changeOwner(deps, tx, group, to, by);
}
