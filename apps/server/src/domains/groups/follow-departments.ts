import { type CallArgs, fail } from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { checkDepartments } from "./choose.ts";
import { type FollowedDepartment, readDepartments, replaceDepartments } from "./department-store.ts";
import type { GroupsDeps } from "./deps.ts";
import { followDepartments as reconcile } from "./following.ts";
import { holdDirectory } from "./people-store.ts";
import { memberLimit } from "./rules.ts";
import { demand, lockSeat, type Seat } from "./seat.ts";
import { updateGroup } from "./store.ts";

/** Turns 按部门自动同步 on or off: the only change of type there is. Acceptance 23. */
export function followDepartments(deps: GroupsDeps): UseCase<"groups.followDepartments"> {
  return (args, actor) => deps.transact((tx) => set(deps, tx, args, actor));
}

type Args = CallArgs<"groups.followDepartments">;

async function set(deps: GroupsDeps, tx: Tx, args: Args, actor: Actor): Promise<Record<string, never>> {
  await holdDirectory(tx);
  const seat = await lockSeat(deps, tx, actor, args.groupId);
  demand(seat, "edit");
  const { group } = seat;
  if (group.type !== "normal") fail("groups/type_fixed");
  const before = await readDepartments(tx, group.id);
  const departments = args.departments ?? before;
  await checkDepartments(
    tx,
    actor,
    (args.departments ?? []).map(({ departmentId }) => departmentId),
  );
  if (args.follow && departments.length === 0) fail("directory/department_not_found");
  if (group.followsDepartments === args.follow && sameDepartments(before, departments)) return {};
  await replaceDepartments(tx, group.id, departments);
  await updateGroup(tx, group.id, { followsDepartments: args.follow });
  const body = { kind: "departments_followed", follow: args.follow } as const;
  await deps.log.record(tx, group.id, [{ body, by: actor.id }]);
  if (args.follow) await bringInAll(deps, tx, seat);
  return {};
}

/** A person turning following on gets all of the departments or nothing. */
async function bringInAll(deps: GroupsDeps, tx: Tx, { group, policy, id }: Seat): Promise<void> {
  const { leftOut } = await reconcile(deps, tx, { groupId: group.id }, id);
  if (leftOut === 0) return;
  const limit = memberLimit(group.type, policy, group.ownerId) ?? 0;
  fail("groups/member_limit", { limit, free: Math.max(0, limit - group.memberCount) });
}

function sameDepartments(a: readonly FollowedDepartment[], b: readonly FollowedDepartment[]): boolean {
  const text = (departments: readonly FollowedDepartment[]) =>
    departments
      .map(({ departmentId, below }) => `${departmentId} ${below}`)
      .sort()
      .join();
  return text(a) === text(b);
}
