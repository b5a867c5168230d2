import {
  CardField,
  type DepartmentId,
  defaultPolicy,
  type FieldAudience,
  type Policy,
  type PrincipalId,
} from "@qunxin/protocol";
import { expect, test } from "vitest";
import { normalMobile, type Subject, type Viewer, visibleFields } from "./rules.ts";
import { spell } from "./spelling.ts";

const id = <Id extends string>(text: string) => text as Id;
const sales = id<DepartmentId>("sales");
const board = id<DepartmentId>("board");
const root = id<DepartmentId>("root");

const ana: Subject = { id: id<PrincipalId>("ana"), departments: [sales], lineage: [root, sales] };
const viewers = {
  self: viewer({ id: ana.id }),
  administrator: viewer({ administrator: true }),
  colleague: viewer({ departments: new Set([sales]), lineage: new Set([root, sales]) }),
  leader: viewer({ departments: new Set([board]), lineage: new Set([root, board]), leader: true }),
  stranger: viewer({ departments: new Set([board]), lineage: new Set([root, board]) }),
  external: viewer({ kind: "external" }),
};

function viewer(more: Partial<Viewer>): Viewer {
  const nowhere = { departments: new Set<DepartmentId>(), lineage: new Set<DepartmentId>(), invisible: [] };
  return { id: id<PrincipalId>("x"), kind: "employee", administrator: false, leader: false, ...nowhere, ...more };
}

function audiences(audience: FieldAudience): Policy {
  const fieldAudience = Object.fromEntries(CardField.options.map((field) => [field, audience]));
  return { ...defaultPolicy, fieldAudience: fieldAudience as Policy["fieldAudience"] };
}

const sees: Record<FieldAudience, (keyof typeof viewers)[]> = {
  everyone: ["self", "administrator", "colleague", "leader", "stranger"],
  same_department: ["self", "administrator", "colleague"],
  leaders: ["self", "administrator", "leader"],
  nobody: ["self", "administrator"],
};

for (const [audience, allowed] of Object.entries(sees)) {
  for (const [who, looking] of Object.entries(viewers)) {
    const may = allowed.includes(who as keyof typeof viewers);
    test(`A42 a field for ${audience} is ${may ? "shown to" : "withheld from"} ${who}`, () => {
      const fields = visibleFields(audiences(audience as FieldAudience), looking, ana);
      for (const field of CardField.options) expect(fields.has(field), field).toBe(may);
    });
  }
}

test("A42 a guarded mobile is shown only to those listed, in place of its audience, other fields as before", () => {
  const guard = { people: [ana.id], departments: [], fields: ["mobile" as const] };
  const toBoard = { ...guard, shownToPeople: [], shownToDepartments: [board] };
  const policy = { ...audiences("same_department"), guarded: [toBoard] };
  expect(visibleFields(policy, viewers.stranger, ana).has("mobile")).toBe(true);
  expect(visibleFields(policy, viewers.stranger, ana).has("email")).toBe(false);
  expect(visibleFields(policy, viewers.colleague, ana).has("mobile")).toBe(false);
  expect(visibleFields(policy, viewers.colleague, ana).has("email")).toBe(true);
  expect(visibleFields(policy, viewers.administrator, ana).has("mobile")).toBe(true);
  expect(visibleFields(policy, viewers.self, ana).has("mobile")).toBe(true);
  expect(visibleFields(policy, viewers.external, ana).size).toBe(0);
});

test("a guard on a department covers those below it, and of several guards each must list the viewer", () => {
  const guard = { people: [], departments: [root], fields: ["mobile" as const], shownToPeople: [viewers.leader.id] };
  const one = { ...guard, shownToDepartments: [] };
  const two = { ...guard, departments: [sales], shownToPeople: [], shownToDepartments: [board] };
  const policy = { ...defaultPolicy, guarded: [one, two] };
  expect(visibleFields(policy, viewers.leader, ana).has("mobile")).toBe(true);
  expect(visibleFields(policy, viewers.colleague, ana).has("mobile")).toBe(false);
});

test("a mobile has one form however it was typed", () => {
  for (const typed of [
    "13800138000",
    "+86 138 0013 8000",
    "0086-13800138000",
    "１３８００１３８０００",
    "138-0013-8000",
  ]) {
    expect(normalMobile(typed)).toBe("13800138000");
  }
  expect(normalMobile("+852 6123 4567")).toBe("+85261234567");
});

test("a name is spelled with its surname's reading first, and with every other reading after", () => {
  expect(spell("单雄信")).toMatchObject({ pinyin: "shanxiongxin", initials: "sxx" });
  expect(spell("单雄信").others.split("|")).toContain("danxiongxin");
  expect(spell("吕布").pinyin).toBe("lvbu");
  expect(spell("重庆Office 2")).toMatchObject({ pinyin: "chongqingoffice2" });
  expect(spell("Ana Lee").pinyin).toBe("analee");
});
