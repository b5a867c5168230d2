import type { ConversationId, DepartmentId, PrincipalId, Selection } from "@qunxin/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Department,
  departmentState,
  isWithin,
  nothingPicked,
  type Picked,
  type PickedPerson,
  personState,
  removeLast,
  tickDepartment,
  tickGroup,
  tickPerson,
  toSelection,
  untickDepartment,
  untickGroup,
  untickPerson,
} from "./selection.ts";

interface Company {
  departments: Department[];
  parents: (number | null)[];
  people: PickedPerson[];
  groups: { id: ConversationId; members: number[] }[];
}

type Act =
  | { kind: "department"; index: number; below: boolean; on: boolean }
  | { kind: "person"; index: number; on: boolean }
  | { kind: "group"; index: number; on: boolean };

test("21 After any ticks the selection means exactly the people who were ticked, each once", () => {
  fc.assert(
    fc.property(companyOf(), fc.array(actOf(), { maxLength: 25 }), (company, acts) => {
      let picked = nothingPicked;
      const naive = naiveTicks(company);
      for (const act of acts) {
        picked = apply(picked, company, act);
        naive.apply(act);
        expect(resolve(toSelection(picked), company)).toEqual(naive.chosen());
      }
    }),
    { numRuns: 400 },
  );
});

test("A department's box is full exactly when all its departments are ticked and nobody in it is left out", () => {
  fc.assert(
    fc.property(companyOf(), fc.array(actOf(), { maxLength: 15 }), (company, acts) => {
      let picked = nothingPicked;
      const naive = naiveTicks(company);
      for (const act of acts) {
        picked = apply(picked, company, act);
        naive.apply(act);
      }
      company.departments.forEach((department, index) => {
        expect(departmentState(picked, department, true) === true).toBe(naive.isFull(index));
      });
    }),
    { numRuns: 300 },
  );
});

test("Unticking a sub-department splits the ticked one into its own people and the other branches", () => {
  const { root, tech, web, server, sales, childrenOf } = smallCompany();
  const ticked = tickDepartment(nothingPicked, root, true, childrenOf);
  const split = untickDepartment(ticked, web, true, childrenOf);
  expect(toSelection(split).departments).toEqual([
    { departmentId: root.id, below: false },
    { departmentId: tech.id, below: false },
    { departmentId: server.id, below: true },
    { departmentId: sales.id, below: true },
  ]);
  expect(departmentState(split, root, true)).toBe("mixed");
  expect(departmentState(split, web, true)).toBe(false);
  expect(departmentState(split, sales, true)).toBe(true);
});

test("Ticking the cut-out sub-department again gives one tick of the whole back", () => {
  const { root, web, childrenOf } = smallCompany();
  const split = untickDepartment(tickDepartment(nothingPicked, root, true, childrenOf), web, true, childrenOf);
  const whole = tickDepartment(split, web, true, childrenOf);
  expect(toSelection(whole).departments).toEqual([{ departmentId: root.id, below: true }]);
});

test("A person unticked below a ticked department is an exception until one of their departments is ticked again", () => {
  const { root, web, childrenOf } = smallCompany();
  const ana = person(1, [web.path]);
  const without = untickPerson(tickDepartment(nothingPicked, root, true, childrenOf), ana);
  expect(toSelection(without).except).toEqual([ana.id]);
  expect(personState(without, ana)).toBe(false);
  expect(departmentState(without, root, true)).toBe("mixed");
  const again = tickDepartment(without, web, true, childrenOf);
  expect(toSelection(again).except).toEqual([]);
  expect(departmentState(again, root, true)).toBe(true);
});

test("Without sub-departments only the department's own people are ticked", () => {
  const { tech, web, childrenOf } = smallCompany();
  const picked = tickDepartment(nothingPicked, tech, false, childrenOf);
  expect(personState(picked, person(1, [tech.path]))).toBe(true);
  expect(personState(picked, person(2, [web.path]))).toBe(false);
  expect(departmentState(picked, tech, false)).toBe(true);
  expect(departmentState(picked, tech, true)).toBe("mixed");
});

test("Removing the last chip takes people, then groups, then departments", () => {
  const { tech, childrenOf } = smallCompany();
  const group = { id: id<ConversationId>("9", 1), name: "g", memberCount: 3 };
  let picked = tickPerson(tickGroup(tickDepartment(nothingPicked, tech, true, childrenOf), group), person(1, []));
  picked = removeLast(picked);
  expect(picked.people).toEqual([]);
  picked = removeLast(picked);
  expect(picked.groups).toEqual([]);
  expect(removeLast(picked)).toEqual(nothingPicked);
});

/** The same acts on plain sets: departments stand for their own people. */
function naiveTicks(company: Company) {
  const units = new Set<number>();
  const hand = new Set<number>();
  const except = new Set<number>();
  const groups = new Set<number>();
  const region = (index: number, below: boolean) =>
    company.departments.flatMap((other, at) =>
      at === index || (below && isWithin(other.path, pathOf(company, index))) ? [at] : [],
    );
  const placedIn = (who: number, where: ReadonlySet<number>) =>
    company.people[who]?.places.some((place) =>
      [...where].some((at) => pathOf(company, at).join("/") === place.join("/")),
    ) ?? false;
  const everybody = company.people.map((_, index) => index);
  const prune = () => {
    for (const who of except) if (groups.size === 0 && !placedIn(who, units)) except.delete(who);
  };
  const applyDepartment = (index: number, below: boolean, on: boolean) => {
    const where = new Set(region(index, below));
    for (const at of where)
      if (on) units.add(at);
      else units.delete(at);
    for (const who of everybody) if (placedIn(who, where)) (on ? except : hand).delete(who);
    if (!on) prune();
  };
  const applyPerson = (who: number, on: boolean) => {
    (on ? except : hand).delete(who);
    if (on && !placedIn(who, units)) hand.add(who);
    if (!on && (groups.size > 0 || placedIn(who, units))) except.add(who);
  };
  return {
    apply(act: Act) {
      if (act.kind === "department") applyDepartment(at(act, company.departments), act.below, act.on);
      else if (act.kind === "person") applyPerson(at(act, company.people), act.on);
      else if (act.on) groups.add(at(act, company.groups));
      else {
        groups.delete(at(act, company.groups));
        prune();
      }
    },
    chosen: () =>
      everybody.filter(
        (who) =>
          !except.has(who) &&
          (hand.has(who) || placedIn(who, units) || [...groups].some((g) => company.groups[g]?.members.includes(who))),
      ),
    isFull(index: number) {
      const where = new Set(region(index, true));
      return [...where].every((unit) => units.has(unit)) && ![...except].some((who) => placedIn(who, where));
    },
  };
}

function apply(picked: Picked, company: Company, act: Act): Picked {
  const childrenOf = childrenIn(company);
  if (act.kind === "department") {
    const target = company.departments[at(act, company.departments)] as Department;
    return (act.on ? tickDepartment : untickDepartment)(picked, target, act.below, childrenOf);
  }
  if (act.kind === "person") {
    return (act.on ? tickPerson : untickPerson)(picked, company.people[at(act, company.people)] as PickedPerson);
  }
  const group = company.groups[at(act, company.groups)] as { id: ConversationId };
  return (act.on ? tickGroup : untickGroup)(picked, { ...group, name: "", memberCount: 0 });
}

/** What the server makes of a selection: the union less `except`, as indices of people. */
function resolve(selection: Selection, company: Company): number[] {
  return company.people.flatMap((someone, index) => {
    const inDepartment = selection.departments.some(({ departmentId, below }) => {
      const path = company.departments.find((department) => department.id === departmentId)?.path ?? [];
      return someone.places.some((place) => isWithin(place, path) && (below || place.length === path.length));
    });
    const inGroup = company.groups.some(
      (group) => selection.groups.includes(group.id) && group.members.includes(index),
    );
    const chosen = inDepartment || inGroup || selection.people.includes(someone.id);
    return chosen && !selection.except.includes(someone.id) ? [index] : [];
  });
}

function companyOf(): fc.Arbitrary<Company> {
  return fc
    .record({
      parents: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
      places: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
      members: fc.array(fc.array(fc.nat(7), { maxLength: 4 }), { minLength: 1, maxLength: 2 }),
    })
    .map(({ parents, places, members }) => {
      const company: Company = { departments: [], parents: [], people: [], groups: [] };
      addDepartment(company, null);
      for (const parent of parents) addDepartment(company, parent % company.departments.length);
      company.people = places.map((at, index) =>
        person(
          index,
          [...new Set(at.map((place) => place % company.departments.length))].map((d) => pathOf(company, d)),
        ),
      );
      company.groups = members.map((list, index) => ({ id: id<ConversationId>("9", index), members: list }));
      return company;
    });
}

function actOf(): fc.Arbitrary<Act> {
  const index = fc.nat();
  const on = fc.boolean();
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("department" as const), index, below: fc.boolean(), on }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("person" as const), index, on }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("group" as const), index, on }) },
  );
}

function addDepartment(company: Company, parent: number | null): void {
  const index = company.departments.length;
  const above = parent === null ? [] : pathOf(company, parent);
  company.departments.push({
    id: id<DepartmentId>("1", index),
    name: `d${index}`,
    path: [...above, `d${index}`],
    headCount: 0,
  });
  company.parents.push(parent);
}

function smallCompany() {
  const company: Company = { departments: [], parents: [], people: [], groups: [] };
  for (const parent of [null, 0, 1, 1, 0]) addDepartment(company, parent);
  const [root, tech, web, server, sales] = company.departments as [
    Department,
    Department,
    Department,
    Department,
    Department,
  ];
  return { root, tech, web, server, sales, childrenOf: childrenIn(company) };
}

function childrenIn(company: Company) {
  return (departmentId: DepartmentId) => {
    const index = company.departments.findIndex((department) => department.id === departmentId);
    return company.departments.filter((_, other) => company.parents[other] === index);
  };
}

function pathOf(company: Company, index: number): readonly string[] {
  return company.departments[index]?.path ?? [];
}

function person(index: number, places: readonly (readonly string[])[]): PickedPerson {
  return { id: id<PrincipalId>("5", index), name: `p${index}`, kind: "employee", avatarUrl: null, note: null, places };
}

function at(act: { index: number }, list: readonly unknown[]): number {
  return act.index % list.length;
}

function id<Id extends string>(prefix: string, index: number): Id {
  return `${prefix}${String(index).padStart(7, "0")}-0000-7000-8000-000000000000` as Id;
}
