import {
  type GroupAbilities,
  type GroupOptions,
  type GroupRight,
  type GroupRole,
  type GroupType,
  groupRightCells,
  limits,
  type Policy,
  type PrincipalId,
} from "@qunxin/protocol";

/** Cells of the matrix as `role.right`: who may do what. */
export type Cells = Readonly<Record<string, boolean>>;

/** All that decides what somebody may do in a group. */
export interface Standing {
  readonly role: GroupRole;
  readonly type: GroupType;
  readonly state: "active" | "dissolved";
  readonly options: GroupOptions;
  /** The matrix after company policy and the group's overrides, before the hard rules. */
  readonly cells: Cells;
  readonly memberCount: number;
  readonly externalCount: number;
  readonly mutedUntil: Date | null;
  readonly memberMentionAllUpTo: number;
  /** An administrator of the company, whatever the role in the group. */
  readonly companyAdministrator: boolean;
}

/** The company's matrix, overridden by the group in every cell that the policy has not locked. */
export function matrixOf(policy: Policy, overrides: GroupOptions["rights"]): Cells {
  const locked = new Set(policy.lockedGroupRights);
  return Object.fromEntries(
    groupRightCells.map((cell) => {
      const [role, right] = cell.split(".") as [GroupRole, GroupRight];
      const own = locked.has(cell) ? undefined : overrides[cell];
      return [cell, own ?? policy.groupRights[role][right]];
    }),
  );
}

/** Whether that role has that right in a group of that type. No cell lets anybody change who is in the all-staff group. */
export function hasRight(type: GroupType, cells: Cells, role: GroupRole, right: GroupRight): boolean {
  if (type === "all_staff" && (right === "invite" || right === "remove")) return false;
  return cells[`${role}.${right}`] === true;
}

/** The matrix as it takes effect, hard rules included: what a group's details show. */
export function effectiveRights(type: GroupType, cells: Cells): Record<string, boolean> {
  return Object.fromEntries(
    groupRightCells.map((cell) => {
      const [role, right] = cell.split(".") as [GroupRole, GroupRight];
      return [cell, hasRight(type, cells, role, right)];
    }),
  );
}

/** What somebody of that standing may do now. The use cases and the `can` of answers both ask here. */
export function abilities(standing: Standing, now: Date): GroupAbilities {
  const { role, type, options, cells } = standing;
  const active = standing.state === "active";
  const may = (right: GroupRight) => active && hasRight(type, cells, role, right);
  const owner = active && role === "owner";
  return {
    invite: may("invite"),
    remove: may("remove"),
    edit: may("edit"),
    announce: may("edit"),
    mentionAll: active && mayMentionAll(standing),
    speak: active && maySpeak(standing, now),
    leave: active && type !== "all_staff" && !leavesExternalsAlone(standing),
    dissolve: active && (standing.companyAdministrator || hasRight(type, cells, role, "dissolve")),
    handOver: owner,
    appoint: owner,
    // Silencing is as grave as removing; in the all-staff group it is what is left of it.
    muteMembers: active && cells[`${role}.remove`] === true,
    seeMembers: active && !(role === "external" && options.hideMembersFromExternals),
    setNickname: active && !options.realNames,
  };
}

/** @所有人: by the matrix; members also in groups small enough, unless the group says otherwise. Reading R31. */
export function mayMentionAll(
  standing: Pick<Standing, "role" | "type" | "cells" | "options" | "memberCount" | "memberMentionAllUpTo">,
): boolean {
  const { role, type, cells, options, memberCount, memberMentionAllUpTo } = standing;
  if (hasRight(type, cells, role, "mentionAll")) return true;
  return role === "member" && options.rights["member.mentionAll"] !== false && memberCount <= memberMentionAllUpTo;
}

/** Whether somebody may write: not muted, and of the staff where only they may speak. */
export function maySpeak(standing: Pick<Standing, "role" | "options" | "mutedUntil">, now: Date): boolean {
  if (standing.mutedUntil && standing.mutedUntil > now) return false;
  return !standing.options.onlyStaffSpeak || isStaff(standing.role);
}

/** Owner and administrators of a group. */
export function isStaff(role: GroupRole): boolean {
  return role === "owner" || role === "administrator";
}

/** Only downwards: whether a role stands above another. Reading R13. */
export function mayActOn(actor: GroupRole, target: GroupRole): boolean {
  return rank[actor] > rank[target];
}

/** What the viewer may do to one member. */
export function abilitiesOn(
  can: GroupAbilities,
  viewer: { role: GroupRole; id: PrincipalId },
  member: { role: GroupRole; id: PrincipalId; active: boolean },
): { remove: boolean; mute: boolean; appoint: boolean; handOver: boolean } {
  const below = mayActOn(viewer.role, member.role);
  const colleague = member.id !== viewer.id && member.role !== "external";
  return {
    remove: can.remove && below,
    mute: can.muteMembers && below,
    appoint: can.appoint && colleague,
    handOver: can.handOver && colleague && member.active,
  };
}

/** How many people fit into a group, employees and external people together; null: everybody. Acceptance 1, 5, 8, 11. */
export function memberLimit(type: GroupType, policy: Policy, ownerId: PrincipalId | null): number | null {
  if (type === "all_staff") return null;
  if (type === "customer") return limits.customerGroupMembers;
  const free = ownerId !== null && policy.normalGroupCapWhitelist.includes(ownerId);
  return free ? limits.normalGroupMembers : policy.normalGroupCap;
}

/** The first option of a change that the company's policy, the group's type or the actor's role forbids; else null. */
export function forbiddenOption(
  change: {
    readonly joinApproval?: boolean | undefined;
    readonly hideMembersFromExternals?: boolean | undefined;
    readonly rights?: Record<string, boolean | null> | undefined;
  },
  { type, role, policy }: { type: GroupType; role: GroupRole; policy: Policy },
): string | null {
  if (change.joinApproval === true && type === "all_staff") return "joinApproval";
  if (change.hideMembersFromExternals === true && type !== "customer") return "hideMembersFromExternals";
  for (const [cell, value] of Object.entries(change.rights ?? {})) {
    if (value !== null && !mayOverride(cell, value, { type, role, policy })) return `rights.${cell}`;
  }
  return null;
}

/** A new group's name when none is given: its first people's names. */
export function nameAfter(people: readonly string[]): string {
  return people.slice(0, 3).reduce((name, next) => {
    const longer = name === "" ? next : `${name}、${next}`;
    return longer.length <= limits.groupNameChars ? longer : name;
  }, "");
}

/** Whether leaving would leave a customer group's external people among themselves. Acceptance 12. */
function leavesExternalsAlone({ type, role, memberCount, externalCount }: Standing): boolean {
  return type === "customer" && role !== "external" && externalCount > 0 && memberCount - externalCount === 1;
}

function mayOverride(
  cell: string,
  value: boolean,
  { type, role, policy }: { type: GroupType; role: GroupRole; policy: Policy },
): boolean {
  if (!groupRightCells.includes(cell) || policy.lockedGroupRights.includes(cell)) return false;
  const [of, right] = cell.split(".") as [GroupRole, GroupRight];
  if (type === "all_staff" && value && (right === "invite" || right === "remove")) return false;
  // Nobody could ever undo it.
  if (cell === "owner.edit" && !value) return false;
  // An administrator who may edit must not raise their own role.
  return role === "owner" || mayActOn(role, of);
}

const rank: Record<GroupRole, number> = { owner: 3, administrator: 2, member: 1, external: 0 };

/**
 * Days a group keeps its messages; null: for ever. `own` is as stored: null follows the policy, 0 is for ever. Source:
 * product.md chapter 2, acceptance 13 to 16.
 */
export function keptDays(type: GroupType, own: number | null, policy: Policy["retention"]): number | null {
  if (type === "all_staff") return null;
  if (own !== null) return own === 0 ? null : own;
  return type === "customer" ? policy.customerDays : policy.normalDays;
}
