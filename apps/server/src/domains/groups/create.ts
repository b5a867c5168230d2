import {
  type CallArgs,
  type ConversationId,
  defaultGroupOptions,
  fail,
  type GroupOptions,
  type GroupRole,
  limits,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Actor, UseCase } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import type { Joining } from "../log/index.ts";
import { choose } from "./choose.ts";
import { replaceDepartments } from "./department-store.ts";
import type { GroupsDeps } from "./deps.ts";
import { insertExceptions } from "./following-store.ts";
import { named, roleOf } from "./membership.ts";
import { type Chosen, holdDirectory, holdPeople, readActiveEmployees, readPeople } from "./people-store.ts";
import { forbiddenOption, memberLimit, nameAfter } from "./rules.ts";
import { type Group, insertGroup, updateGroup } from "./store.ts";

type Args = CallArgs<"groups.create">;

/** Creates a group with its first members; one retry key makes one group. Acceptance 6, 21, 23, 29. */
export function create(deps: GroupsDeps): UseCase<"groups.create"> {
  return (args, actor) =>
    deps.transact((tx) =>
      once(tx, { actorId: actor.id, key: args.key, call: "groups.create", at: deps.clock.now() }, async () => {
        const groupId = await createOne(deps, tx, args, actor);
        return { groupId };
      }),
    );
}

async function createOne(deps: GroupsDeps, tx: Tx, args: Args, actor: Actor): Promise<ConversationId> {
  if (args.type === "all_staff" && !actor.administrator) fail("access/permission_denied", { right: "administrator" });
  const follows = args.followDepartments && args.type !== "all_staff" && args.selection.departments.length > 0;
  const options = await checkOptions(deps, args, follows);
  // Departments followed and all staff must be whole: nobody joins or moves between counting and commit.
  if (follows || args.type === "all_staff") await holdDirectory(tx);
  const people = await membersToBe(deps, tx, { args, actor, follows });
  const group = await insert(deps, tx, { args, actor, options, follows, people });
  if (args.announcement) await announce(deps, tx, group.id, actor.id, args.announcement);
  if (follows) await follow(tx, group, args, people);
  return group.id;
}

async function checkOptions(deps: GroupsDeps, args: Args, follows: boolean): Promise<GroupOptions> {
  if (follows && args.type === "customer") fail("groups/option_not_allowed", { option: "followDepartments" });
  const policy = await deps.company.policy();
  const option = forbiddenOption(args.options ?? {}, { type: args.type, role: "owner", policy });
  if (option) fail("groups/option_not_allowed", { option });
  return { ...defaultGroupOptions, ...(args.options as Partial<GroupOptions>) };
}

/** Everybody but the creator, judged: known, active, allowed in this type of group, and not too many. */
async function membersToBe(
  deps: GroupsDeps,
  tx: Tx,
  { args, actor, follows }: { args: Args; actor: Actor; follows: boolean },
): Promise<Chosen[]> {
  if (args.type === "all_staff") {
    const everybody = await readActiveEmployees(tx);
    return everybody.filter(({ id }) => id !== actor.id).map((person) => ({ ...person, times: 1, byHand: false }));
  }
  const chosen = (await choose(deps, tx, actor, args.selection)).filter(({ id }) => id !== actor.id);
  // With the directory held still nobody can leave; taking both could block against an import, which has people first.
  const held = await (follows ? readPeople : holdPeople)(tx, [actor.id, ...chosen.map(({ id }) => id)]);
  if (!held.get(actor.id)?.active) fail("identity/signed_out");
  if (chosen.length === 0) fail("groups/too_few");
  if (chosen.some(({ id }) => !held.get(id)?.active)) fail("directory/person_inactive");
  if (args.type === "normal" && chosen.some(({ kind }) => kind === "external")) fail("groups/external_not_allowed");
  const limit = memberLimit(args.type, await deps.company.policy(), actor.id);
  if (limit !== null && chosen.length + 1 > limit) fail("groups/member_limit", { limit, free: limit - 1 });
  return chosen;
}

interface NewGroup {
  args: Args;
  actor: Actor;
  options: GroupOptions;
  follows: boolean;
  people: readonly Chosen[];
}

async function insert(deps: GroupsDeps, tx: Tx, { args, actor, options, follows, people }: NewGroup): Promise<Group> {
  const group: Group = {
    id: newId<ConversationId>(),
    type: args.type,
    state: "active",
    name: args.name ?? (await nameOf(deps, tx, args, actor, people)),
    description: "",
    announcement: null,
    ownerId: actor.id,
    memberCount: people.length + 1,
    externalCount: people.filter(({ kind }) => kind === "external").length,
    options,
    followsDepartments: follows,
    createdBy: actor.id,
    createdAt: deps.clock.now(),
    dissolvedAt: null,
    dissolvedBy: null,
    retentionDays: null,
  };
  await deps.log.createConversation(tx, { id: group.id, kind: "group" });
  if (!(await insertGroup(tx, group))) fail("groups/all_staff_exists");
  const owner: Joining = { id: actor.id, role: "owner", way: "created", byHand: true };
  const joining = [owner, ...people.map((person) => asJoining(person, args.type === "all_staff", follows))];
  const body = { kind: "group_created", name: group.name, type: group.type } as const;
  const ids = joining.map(({ id }) => id);
  await deps.log.admit(tx, group.id, joining, { body: { ...body, ...named(ids) }, by: actor.id }, "none");
  return group;
}

/** A department keeps only those whom it alone brought, and only in a group that follows it. */
function asJoining({ id, kind, byHand }: Chosen, allStaff: boolean, follows: boolean): Joining {
  const role: GroupRole = roleOf(kind === "external");
  if (allStaff) return { id, role, way: "all_staff", byHand: false };
  return { id, role, way: byHand ? "picked" : "department", byHand: byHand || !follows };
}

async function nameOf(deps: GroupsDeps, tx: Tx, args: Args, actor: Actor, people: readonly Chosen[]): Promise<string> {
  const company = args.type === "all_staff" ? await deps.company.info() : null;
  if (company) return [...company.name].slice(0, limits.groupNameChars).join("");
  const creator = (await readPeople(tx, [actor.id])).get(actor.id);
  return nameAfter([creator, ...people].flatMap((person) => person?.name ?? []));
}

async function announce(deps: GroupsDeps, tx: Tx, id: ConversationId, by: PrincipalId, text: string): Promise<void> {
  await updateGroup(tx, id, { announcement: { text, by, at: deps.clock.now().toISOString() } });
  await deps.log.record(tx, id, [{ body: { kind: "announced", text }, by }]);
}

async function follow(tx: Tx, group: Group, args: Args, people: readonly Chosen[]): Promise<void> {
  await replaceDepartments(tx, group.id, args.selection.departments);
  const inside = new Set(people.map(({ id }) => id));
  await insertExceptions(
    tx,
    group.id,
    args.selection.except.filter((id) => !inside.has(id)),
  );
}
