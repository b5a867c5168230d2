import {
  type CallInput,
  type CallName,
  type ConversationId,
  type DepartmentId,
  defaultPolicy,
  emptySelection,
  type GroupAbilities,
  type GroupOptions,
  type GroupRights,
  GroupRole,
  type GroupType,
  groupRightCells,
  type PrincipalId,
  type RequestKey,
} from "@qunxin/protocol";
import fc from "fast-check";

/** The people and things an act is tried on. `member` and `external` are below every administrator. */
export interface MatrixScene {
  readonly groupId: ConversationId;
  readonly type: GroupType;
  /** In the group, below owner and administrators. */
  readonly member: PrincipalId;
  /** Known to everybody who acts, an active employee, not in the group. */
  readonly outsider: PrincipalId;
  readonly department: DepartmentId;
  newKey(): RequestKey;
}

interface Act<Name extends CallName> {
  readonly call: Name;
  /** The ability that decides it: a field of `can`, a button of the interface. */
  readonly ability: keyof GroupAbilities;
  readonly input: (scene: MatrixScene) => CallInput<Name>;
  /** Group types where the act means something at all. */
  readonly types?: readonly GroupType[];
  /** Roles that the act is tried by; missing: all. */
  readonly roles?: readonly GroupRole[];
}

const act = <Name extends CallName>(one: Act<Name>): Act<CallName> => one as unknown as Act<CallName>;

/** Every act of the matrix with the ability that must agree with it: in the use case, over HTTP and as a button. */
export const matrixActs: readonly Act<CallName>[] = [
  act({
    call: "groups.addMembers",
    ability: "invite",
    input: ({ groupId, outsider }) => ({ groupId, selection: { ...emptySelection, people: [outsider] } }),
  }),
  act({
    call: "groups.createInvite",
    ability: "invite",
    input: ({ groupId, newKey }) => ({ groupId, key: newKey(), kind: "link" }),
  }),
  act({ call: "groups.invites", ability: "invite", input: ({ groupId }) => ({ groupId }) }),
  act({
    call: "groups.removeMembers",
    ability: "remove",
    input: ({ groupId, member }) => ({ groupId, members: [member] }),
    roles: ["owner", "administrator"],
  }),
  act({
    call: "groups.muteMember",
    ability: "muteMembers",
    input: ({ groupId, member }) => ({ groupId, member, until: "2099-01-01T00:00:00Z" }),
    roles: ["owner", "administrator"],
  }),
  act({ call: "groups.edit", ability: "edit", input: ({ groupId }) => ({ groupId, name: "新名字" }) }),
  act({ call: "groups.announce", ability: "announce", input: ({ groupId }) => ({ groupId, text: "新公告" }) }),
  act({
    call: "groups.setOptions",
    ability: "edit",
    input: ({ groupId }) => ({ groupId, options: { noPrivateChat: true } }),
  }),
  act({
    call: "groups.followDepartments",
    ability: "edit",
    input: ({ groupId, department }) => ({
      groupId,
      follow: true,
      departments: [{ departmentId: department, below: true }],
    }),
    types: ["normal"],
  }),
  act({ call: "groups.leave", ability: "leave", input: ({ groupId }) => ({ groupId }) }),
  act({ call: "groups.handOver", ability: "handOver", input: ({ groupId, member }) => ({ groupId, to: member }) }),
  act({
    call: "groups.setAdministrator",
    ability: "appoint",
    input: ({ groupId, member }) => ({ groupId, member, administrator: true }),
  }),
  act({
    call: "groups.setNickname",
    ability: "setNickname",
    input: ({ groupId }) => ({ groupId, nickname: "小名" }),
  }),
  act({ call: "groups.members", ability: "seeMembers", input: ({ groupId }) => ({ groupId }) }),
  act({ call: "groups.dissolve", ability: "dissolve", input: ({ groupId }) => ({ groupId }) }),
];

/** Codes by which a call refuses for want of the ability, as opposed to failing for another reason. */
export const matrixRefusals: ReadonlySet<string> = new Set([
  "access/permission_denied",
  "groups/all_staff_fixed_membership",
  "groups/needs_employee",
  "groups/real_name",
]);

/** How company and group are set when the acts are tried. */
export interface MatrixSetting {
  readonly groupRights: GroupRights;
  readonly lockedGroupRights: string[];
  readonly options: GroupOptions;
}

/** The shipped matrix and options of a new group. */
export const defaultSetting = (options: GroupOptions): MatrixSetting => ({
  groupRights: defaultPolicy.groupRights,
  lockedGroupRights: [],
  options,
});

const cell = fc.constantFrom(...groupRightCells);
const rights = fc.record({
  invite: fc.boolean(),
  remove: fc.boolean(),
  edit: fc.boolean(),
  mentionAll: fc.boolean(),
  recall: fc.boolean(),
  dissolve: fc.boolean(),
});

/** Any setting: every company matrix, locks, overrides and options. */
export const matrixSettings: fc.Arbitrary<MatrixSetting> = fc.record({
  groupRights: fc.record({ owner: rights, administrator: rights, member: rights, external: rights }),
  lockedGroupRights: fc.uniqueArray(cell, { maxLength: 8 }),
  options: fc.record({
    rights: fc.dictionary(cell, fc.boolean(), { maxKeys: 12 }),
    joinApproval: fc.boolean(),
    onlyStaffSpeak: fc.boolean(),
    noPrivateChat: fc.boolean(),
    hideMembersFromExternals: fc.boolean(),
    newcomerHistory: fc.constantFrom("none", "all"),
    realNames: fc.boolean(),
    receipts: fc.boolean(),
  }),
});

/** Roles that a group of that type has. */
export function rolesIn(type: GroupType): readonly GroupRole[] {
  return GroupRole.options.filter((role) => type === "customer" || role !== "external");
}

/** Whether an act is tried by that role in a group of that type. */
export function isTried(one: Act<CallName>, type: GroupType, role: GroupRole): boolean {
  return (one.types ?? [type]).includes(type) && (one.roles ?? [role]).includes(role);
}
