import type { GroupRole, JoinWay, LeaveWay, PrincipalId } from "@qunxin/protocol";
import type { Tx } from "../../platform/database.ts";
import type { GroupsDeps } from "./deps.ts";
import { addToCounts, type Group, markDissolved, updateGroup } from "./store.ts";

type Deps = Pick<GroupsDeps, "log">;

/** Somebody about to come into a group. `byHand`: following departments never takes them out. */
export interface Newcomer {
  readonly id: PrincipalId;
  readonly external: boolean;
  readonly way: JoinWay;
  readonly byHand: boolean;
}

export interface Leaver {
  readonly id: PrincipalId;
  readonly external: boolean;
}

/** Puts people into a locked group, one entry a way however many they are. Limits are judged before. Acceptance 33. */
export async function letIn(
  { log }: Deps,
  tx: Tx,
  group: Group,
  newcomers: readonly Newcomer[],
  by: PrincipalId | null,
): Promise<void> {
  for (const [way, people] of Map.groupBy(newcomers, (newcomer) => newcomer.way)) {
    const joining = people.map(({ id, external, byHand }) => ({ id, role: roleOf(external), way, byHand }));
    const body = { kind: "members_joined", way, ...named(people.map(({ id }) => id)) } as const;
    await log.admit(tx, group.id, joining, { body, by }, group.options.newcomerHistory);
  }
  if (newcomers.length > 0) await addToCounts(tx, group.id, newcomers.length, externals(newcomers));
}

/** Takes people out of a locked group with one entry. `keepOut`: following departments never puts them back. */
export async function letOut(
  { log }: Deps,
  tx: Tx,
  group: Group,
  leavers: readonly Leaver[],
  how: { way: LeaveWay; by: PrincipalId | null; keepOut: boolean },
): Promise<void> {
  if (leavers.length === 0) return;
  const ids = leavers.map(({ id }) => id);
  const body = { kind: "members_left", way: how.way, ...named(ids) } as const;
  await log.release(tx, group.id, ids, { body, by: how.by }, { keepOut: how.keepOut });
  await addToCounts(tx, group.id, -leavers.length, -externals(leavers));
}

/** Makes a present member the owner; the former owner, if still in, becomes a member. */
export async function changeOwner(
  { log }: Deps,
  tx: Tx,
  group: Group,
  to: PrincipalId,
  by: PrincipalId | null,
): Promise<void> {
  const from = group.ownerId;
  const roles: { id: PrincipalId; role: GroupRole }[] = [{ id: to, role: "owner" }];
  if (from) roles.push({ id: from, role: "member" });
  await log.setRoles(tx, group.id, roles, { body: { kind: "owner_changed", to, from }, by });
  // A member of a department who comes to own the group stays when moving on.
  await log.keepByHand(tx, group.id, [to]);
  await updateGroup(tx, group.id, { ownerId: to });
}

/** Ends a locked group for everybody in it; its record stays. */
export async function end(
  { log, clock }: Pick<GroupsDeps, "log" | "clock">,
  tx: Tx,
  group: Group,
  by: PrincipalId | null,
): Promise<void> {
  await markDissolved(tx, group.id, by, clock.now());
  await log.close(tx, group.id, { body: { kind: "dissolved" }, by });
}

/** The people an entry names: all of them up to 20, else the first 20 and how many in all. */
export function named(ids: readonly PrincipalId[]): { members: PrincipalId[]; count: number } {
  return { members: ids.slice(0, 20), count: ids.length };
}

export function roleOf(external: boolean): "external" | "member" {
  return external ? "external" : "member";
}

function externals(people: readonly { external: boolean }[]): number {
  return people.filter(({ external }) => external).length;
}
