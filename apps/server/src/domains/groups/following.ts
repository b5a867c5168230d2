import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";
import type { Tx } from "../../platform/database.ts";
import type { OrganisationChange, OrganisationFollower } from "../directory/index.ts";
import type { GroupsDeps } from "./deps.ts";
import {
  type Departure,
  directsOf,
  dropDeletedDepartments,
  formerFollowers,
  groupsConcerned,
  type Move,
  membershipsOf,
  missingEmployees,
  missingFollowers,
  type Scope,
} from "./following-store.ts";
import { letIn, letOut } from "./membership.ts";
import { claimDirectory } from "./people-store.ts";
import { memberLimit } from "./rules.ts";
import { type Group, lockGroups } from "./store.ts";
import { passOn } from "./succession.ts";

/** A following group had no room for all who belong to it; `leftOut` people are not in. */
export const followingLimited = topic<{ groupId: ConversationId; limit: number; leftOut: number }>(
  "groups.following_limited",
);

/** Keeps groups equal to the organisation, inside the transaction of every change of the directory. */
export function createFollower(deps: GroupsDeps): OrganisationFollower {
  return {
    async organisationChanged(tx, change) {
      await claimDirectory(tx);
      const placed = [...new Set([...change.joined, ...change.moved])];
      const ids = await groupsConcerned(tx, { gone: change.gone, joined: change.joined, placed });
      const groups = new Map((await lockGroups(tx, ids)).map((group) => [group.id, group]));
      await takeOutGone(deps, tx, change, groups);
      await bringIntoAllStaff(deps, tx, change, groups);
      if (change.departmentsChanged) await dropDeletedDepartments(tx);
      if (placed.length > 0) await followDepartments(deps, tx, { people: placed }, change.by);
      // Who writes to somebody in person is judged again: they may have become inactive, or active.
      await deps.log.touchAccessOfAll(tx, await directsOf(tx, [...change.gone, ...change.joined]));
    },
  };
}

/**
 * Puts in whom followed departments bring, and takes out whom they no longer do: one entry a group and direction.
 * Where not everybody fits, those with the smallest ids come in and `followingLimited` tells of the rest.
 */
export async function followDepartments(
  deps: GroupsDeps,
  tx: Tx,
  scope: Scope,
  by: PrincipalId | null,
): Promise<{ leftOut: number }> {
  const out = Map.groupBy(await formerFollowers(tx, scope), ({ groupId }) => groupId);
  const into = Map.groupBy(await missingFollowers(tx, scope), ({ groupId }) => groupId);
  let leftOut = 0;
  for (const group of await lockGroups(tx, [...new Set([...out.keys(), ...into.keys()])])) {
    const going = out.get(group.id) ?? [];
    await letOut(deps, tx, group, going, { way: "moved", by, keepOut: false });
    leftOut += await letFit(deps, tx, { group, going, coming: into.get(group.id) ?? [], by });
  }
  return { leftOut };
}

async function letFit(
  deps: GroupsDeps,
  tx: Tx,
  move: { group: Group; going: readonly Departure[]; coming: readonly Move[]; by: PrincipalId | null },
): Promise<number> {
  const { group, going, coming, by } = move;
  const limit = memberLimit(group.type, await deps.company.policy(), group.ownerId);
  const room = limit === null ? coming.length : Math.max(0, limit - group.memberCount + going.length);
  const newcomers = coming.slice(0, room);
  const asNewcomer = ({ id }: Move) => ({ id, external: false, way: "department", byHand: false }) as const;
  await letIn(deps, tx, group, newcomers.map(asNewcomer), by);
  const leftOut = coming.length - newcomers.length;
  if (leftOut > 0 && limit !== null) {
    tx.afterCommit(() => deps.bus.publish(followingLimited, { groupId: group.id, limit, leftOut }));
  }
  return leftOut;
}

type Groups = ReadonlyMap<ConversationId, Group>;

async function takeOutGone(deps: GroupsDeps, tx: Tx, change: OrganisationChange, groups: Groups): Promise<void> {
  if (change.gone.length === 0) return;
  const going = await membershipsOf(tx, change.gone);
  const owned = going.filter(({ role }) => role === "owner").map(({ groupId }) => groupId);
  const ended = await passOn(
    deps,
    tx,
    owned.flatMap((id) => groups.get(id) ?? []),
    change,
  );
  for (const [groupId, leavers] of Map.groupBy(going, (departure) => departure.groupId)) {
    const group = groups.get(groupId);
    if (group && !ended.has(groupId))
      await letOut(deps, tx, group, leavers, { way: "inactive", by: change.by, keepOut: false });
  }
}

async function bringIntoAllStaff(deps: GroupsDeps, tx: Tx, change: OrganisationChange, groups: Groups): Promise<void> {
  const group = [...groups.values()].find(({ type }) => type === "all_staff");
  if (!group || change.joined.length === 0) return;
  const newcomers = await missingEmployees(tx, group.id, change.joined);
  const asNewcomer = (id: PrincipalId) => ({ id, external: false, way: "all_staff", byHand: false }) as const;
  await letIn(deps, tx, group, newcomers.map(asNewcomer), change.by);
}
