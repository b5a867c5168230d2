import {
  defaultGroupOptions,
  defaultPolicy,
  type GroupRight,
  GroupRole,
  GroupType,
  groupRightCells,
  type Policy,
} from "@qunxin/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { matrixSettings } from "./matrix.testing.ts";
import {
  abilities,
  abilitiesOn,
  effectiveRights,
  forbiddenOption,
  hasRight,
  matrixOf,
  mayActOn,
  memberLimit,
  nameAfter,
  type Standing,
} from "./rules.ts";

const now = new Date("2026-03-02T09:00:00Z");
const roles = fc.constantFrom(...GroupRole.options);
const types = fc.constantFrom(...GroupType.options);

function standing(more: Partial<Standing> = {}): Standing {
  return {
    role: "member",
    type: "normal",
    state: "active",
    options: defaultGroupOptions,
    cells: matrixOf(defaultPolicy, {}),
    memberCount: 10,
    externalCount: 0,
    mutedUntil: null,
    memberMentionAllUpTo: 0,
    companyAdministrator: false,
    ...more,
  };
}

test("A group overrides every cell of the company's matrix but the locked ones.", () => {
  fc.assert(
    fc.property(matrixSettings, ({ groupRights, lockedGroupRights, options }) => {
      const policy: Policy = { ...defaultPolicy, groupRights, lockedGroupRights };
      const cells = matrixOf(policy, options.rights);
      for (const cell of groupRightCells) {
        const [role, right] = cell.split(".") as [GroupRole, GroupRight];
        const own = lockedGroupRights.includes(cell) ? undefined : options.rights[cell];
        expect(cells[cell]).toBe(own ?? groupRights[role][right]);
      }
    }),
  );
});

test("No cell lifts a hard rule: only owners hand over and appoint, nobody leaves all staff, nothing is done in an ended group.", () => {
  fc.assert(
    fc.property(matrixSettings, roles, types, fc.boolean(), ({ options, ...set }, role, type, dissolved) => {
      const cells = matrixOf({ ...defaultPolicy, ...set }, options.rights);
      const can = abilities(standing({ role, type, options, cells, state: dissolved ? "dissolved" : "active" }), now);
      expect(can.handOver).toBe(role === "owner" && !dissolved);
      expect(can.appoint).toBe(role === "owner" && !dissolved);
      expect(can.announce).toBe(can.edit);
      if (type === "all_staff") expect([can.invite, can.remove, can.leave]).toEqual([false, false, false]);
      if (dissolved) expect(Object.values(can).some(Boolean)).toBe(false);
      for (const [cell, effective] of Object.entries(effectiveRights(type, cells))) {
        const [of, right] = cell.split(".") as [GroupRole, GroupRight];
        expect(effective).toBe(hasRight(type, cells, of, right));
      }
    }),
  );
});

test("Acts on others go only downwards: never on one's own rank or above.", () => {
  fc.assert(
    fc.property(roles, roles, (actor, target) => {
      expect(mayActOn(actor, target) && mayActOn(target, actor)).toBe(false);
      expect(mayActOn(actor, actor)).toBe(false);
    }),
  );
  expect(mayActOn("owner", "administrator") && mayActOn("administrator", "member")).toBe(true);
  expect(mayActOn("administrator", "external") && !mayActOn("administrator", "owner")).toBe(true);
});

test("Who may remove sees it on those below only, and nobody hands over to external or inactive people.", () => {
  const can = abilities(standing({ role: "owner", type: "customer" }), now);
  const owner = { role: "owner", id: "a" as never } as const;
  const other = (role: GroupRole, active = true) => abilitiesOn(can, owner, { role, id: "b" as never, active });
  expect(other("administrator")).toEqual({ remove: true, mute: true, appoint: true, handOver: true });
  expect(other("external")).toEqual({ remove: true, mute: true, appoint: false, handOver: false });
  expect(other("member", false).handOver).toBe(false);
  expect(abilitiesOn(can, owner, { ...owner, active: true })).toEqual({
    remove: false,
    mute: false,
    appoint: false,
    handOver: false,
  });
});

test("A muted member cannot speak until the mute ends; where only staff speak, only they can.", () => {
  const muted = standing({ mutedUntil: new Date(now.getTime() + 1) });
  expect(abilities(muted, now).speak).toBe(false);
  expect(abilities(muted, new Date(now.getTime() + 1)).speak).toBe(true);
  for (const role of GroupRole.options) {
    const options = { ...defaultGroupOptions, onlyStaffSpeak: true };
    expect(abilities(standing({ role, options }), now).speak).toBe(role === "owner" || role === "administrator");
  }
});

test("Members may @all in groups up to the company's size, unless their group forbids it.", () => {
  const size = { memberMentionAllUpTo: 50, memberCount: 50 };
  expect(abilities(standing(size), now).mentionAll).toBe(true);
  expect(abilities(standing({ ...size, memberCount: 51 }), now).mentionAll).toBe(false);
  expect(abilities(standing({ ...size, role: "external" }), now).mentionAll).toBe(false);
  const options = { ...defaultGroupOptions, rights: { "member.mentionAll": false } };
  expect(abilities(standing({ ...size, options }), now).mentionAll).toBe(false);
});

test("Limits: normal groups by policy, 2,000 for the whitelist, customer groups 500, all staff none.", () => {
  const policy = { ...defaultPolicy, normalGroupCap: 200, normalGroupCapWhitelist: ["a" as never] };
  expect(memberLimit("normal", policy, "b" as never)).toBe(200);
  expect(memberLimit("normal", policy, "a" as never)).toBe(2_000);
  expect(memberLimit("customer", policy, "a" as never)).toBe(500);
  expect(memberLimit("all_staff", policy, "a" as never)).toBeNull();
});

test("An option is refused that policy or type forbids, that locks everybody out, or that raises one's own role.", () => {
  const policy = { ...defaultPolicy, lockedGroupRights: ["member.invite"] };
  const asOwner = { type: "normal", role: "owner", policy } as const;
  expect(forbiddenOption({ rights: { "member.invite": true } }, asOwner)).toBe("rights.member.invite");
  expect(forbiddenOption({ rights: { "member.fly": true } }, asOwner)).toBe("rights.member.fly");
  expect(forbiddenOption({ rights: { "owner.edit": false } }, asOwner)).toBe("rights.owner.edit");
  expect(forbiddenOption({ rights: { "administrator.edit": true, "member.edit": null } }, asOwner)).toBeNull();
  const asAdministrator = { ...asOwner, role: "administrator" } as const;
  expect(forbiddenOption({ rights: { "administrator.dissolve": true } }, asAdministrator)).not.toBeNull();
  expect(forbiddenOption({ rights: { "member.edit": true } }, asAdministrator)).toBeNull();
  const allStaff = { ...asOwner, type: "all_staff" } as const;
  expect(forbiddenOption({ joinApproval: true }, allStaff)).toBe("joinApproval");
  expect(forbiddenOption({ rights: { "administrator.remove": true } }, allStaff)).not.toBeNull();
  expect(forbiddenOption({ hideMembersFromExternals: true }, asOwner)).toBe("hideMembersFromExternals");
});

test("A name made of people's names never grows beyond the limit.", () => {
  expect(nameAfter(["林晓", "王芳", "李雷", "赵敏"])).toBe("林晓、王芳、李雷");
  expect(nameAfter(["甲".repeat(40), "乙".repeat(40), "丙"])).toBe(`${"甲".repeat(40)}、丙`);
});
