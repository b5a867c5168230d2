import { newKey } from "@qunxin/client";
import {
  type CallInput,
  type CallName,
  type ConversationId,
  emptySelection,
  type GroupRole,
  type GroupType,
  type PrincipalId,
} from "@qunxin/protocol";
import { isTried, type MatrixScene, matrixActs, matrixRefusals, rolesIn } from "@qunxin/server/group-matrix";
import { type RunningCompany, startCompany } from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

type Options = NonNullable<CallInput<"groups.setOptions">["options"]>;

/** The shipped options, and settings that turn what the roles may do around. */
function settingsFor(type: GroupType): readonly Options[] {
  const turned = {
    "member.invite": true,
    "administrator.edit": true,
    "administrator.invite": false,
    "member.remove": true,
  };
  const nicknames = { rights: { "administrator.dissolve": true, "owner.remove": false }, realNames: false };
  // Invitations and removals mean nothing where everybody is in: there these cells cannot be set.
  const dissolving = { rights: { "administrator.dissolve": true }, realNames: false };
  if (type === "all_staff") return [{}, { rights: { "administrator.edit": true } }, dissolving];
  if (type !== "customer") return [{}, { rights: turned }, nicknames];
  const external = {
    rights: { ...turned, "external.edit": true, "external.invite": true },
    hideMembersFromExternals: true,
  };
  return [{}, external, nicknames];
}

let company: RunningCompany;
let tokens: Record<GroupRole, string>;
let ids: Record<GroupRole, PrincipalId>;
let target: PrincipalId;
/** Whoever may have become the owner in the course of the acts. */
let possibleOwners: string[];
let outsider: PrincipalId;
let scene: Omit<MatrixScene, "groupId" | "type">;

beforeAll(async () => {
  company = await startCompany({ people: 40 });
  const { client } = company.administrator;
  const { personId } = await client.call("directory.createExternal", {
    key: newKey(),
    name: "周凯",
    mobile: "19900000001",
    organisation: "蓝海贸易",
  });
  const accounts = [...(await company.people()).keys()].filter((account) => account !== company.administrator.account);
  const [owner, administrator, member, someone, nobody] = await company.signIn(accounts.slice(0, 5));
  const [external] = await company.signIn(["19900000001"]);
  if (!owner || !administrator || !member || !someone || !nobody || !external) throw new Error("too few people");
  tokens = { owner: owner.token, administrator: administrator.token, member: member.token, external: external.token };
  ids = {
    owner: owner.id as PrincipalId,
    administrator: administrator.id as PrincipalId,
    member: member.id as PrincipalId,
    external: personId,
  };
  target = someone.id as PrincipalId;
  possibleOwners = [owner.token, administrator.token, member.token, someone.token, company.administrator.token];
  outsider = nobody.id as PrincipalId;
  const { departments } = await client.call("directory.departments", { parentId: null });
  const department = departments[0]?.id;
  if (!department) throw new Error("no root department");
  scene = { member: target, outsider, department, newKey };
  // An external person can choose only people they share a group with.
  await company.post(tokens.owner, "groups.create", creating("customer", [outsider, personId]));
});

afterAll(() => company.close());

function creating(type: GroupType, people: PrincipalId[]): CallInput<"groups.create"> {
  return { key: newKey(), type, selection: { ...emptySelection, people }, followDepartments: false };
}

/** A fresh group of that type with that setting, everybody in their role. */
async function build(type: GroupType, options: Options): Promise<ConversationId> {
  const people = [ids.administrator, ids.member, target, ...(type === "customer" ? [ids.external] : [])];
  const founder = type === "all_staff" ? company.administrator.token : tokens.owner;
  const created = await company.post(founder, "groups.create", creating(type, type === "all_staff" ? [] : people));
  const groupId = created.output?.groupId;
  if (!groupId) throw new Error(`no ${type} group: ${JSON.stringify(created.error)}`);
  if (type === "all_staff") await done(founder, "groups.handOver", { groupId, to: ids.owner });
  await done(tokens.owner, "groups.setAdministrator", { groupId, member: ids.administrator, administrator: true });
  await done(tokens.owner, "groups.setOptions", { groupId, options });
  return groupId;
}

async function done<Name extends CallName>(token: string, name: Name, input: CallInput<Name>): Promise<void> {
  const { error } = await company.post(token, name, input);
  if (error) throw new Error(`${name}: ${error.code}`);
}

for (const type of ["normal", "customer", "all_staff"] as const) {
  test(`for every role, act and option of a ${type} group the HTTP call does what "can" says`, async () => {
    for (const options of settingsFor(type)) {
      let groupId = await build(type, options);
      for (const role of rolesIn(type)) {
        for (const act of matrixActs.filter((one) => isTried(one, type, role))) {
          const group = await company.post(tokens[role], "groups.get", { groupId });
          const may = group.output?.can[act.ability];
          const { error, status } = await company.post(tokens[role], act.call, act.input({ ...scene, groupId, type }));
          const what = `${role} ${act.call} ${JSON.stringify(options)}`;
          expect({ what, may: error === undefined }, error?.code).toEqual({ what, may });
          if (error) expect([403, 409], what).toContain(status);
          if (error) expect([...matrixRefusals], what).toContain(error.code);
          else if (changesRoles.has(act.call)) groupId = await rebuild(groupId, type, options);
        }
      }
      for (const token of possibleOwners) await company.post(token, "groups.dissolve", { groupId });
    }
  });
}

/** Acts after which the roles or members are no longer those of the scene. */
const changesRoles: ReadonlySet<CallName> = new Set([
  "groups.addMembers",
  "groups.removeMembers",
  "groups.leave",
  "groups.handOver",
  "groups.setAdministrator",
  "groups.setOptions",
  "groups.followDepartments",
  "groups.dissolve",
]);

async function rebuild(groupId: ConversationId, type: GroupType, options: Options): Promise<ConversationId> {
  for (const token of possibleOwners) {
    await company.post(token, "groups.dissolve", { groupId });
  }
  return build(type, options);
}
