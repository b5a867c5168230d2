import { expect, test } from "vitest";
import { cast, castExternals, makeCompany } from "./index.ts";

test("a company of 300 has 300 people, six levels of departments and the fixed cast first", () => {
  const company = makeCompany({ people: 300 });
  expect(company.people).toHaveLength(300);
  expect(Math.max(...company.departments.map(({ path }) => path.length))).toBe(6);
  expect(company.people.slice(0, cast.length).map(({ account }) => account)).toEqual(
    cast.map(({ account }) => account),
  );
  expect(castExternals[0]).toMatchObject({ name: "周凯" });
});

test("the same seed makes the same company, another seed another", () => {
  expect(makeCompany({ people: 500, seed: 7 })).toEqual(makeCompany({ people: 500, seed: 7 }));
  expect(makeCompany({ people: 500, seed: 8 }).people).not.toEqual(makeCompany({ people: 500, seed: 7 }).people);
});

test.each([1, 20, 300, 2_000, 20_000])(
  "in a company of %i accounts, mobiles, emails and numbers are unique and places exist",
  (people) => {
    const company = makeCompany({ people });
    const paths = new Set(company.departments.map(({ path }) => path.join("/")));
    for (const field of ["account", "mobile", "email", "employeeNo"] as const) {
      expect(new Set(company.people.map((person) => person[field])).size).toBe(people);
    }
    expect(paths.size).toBe(company.departments.length);
    for (const { path } of company.departments) {
      if (path.length > 1) expect(paths.has(path.slice(0, -1).join("/"))).toBe(true);
    }
    for (const { placements } of company.people) {
      expect(placements.length).toBeGreaterThan(0);
      expect(new Set(placements.map(({ path }) => path)).size).toBe(placements.length);
      for (const { path } of placements) expect(paths.has(path)).toBe(true);
    }
  },
);

test("some people share a name, some sit in two departments, and every department of a usual company has a leader", () => {
  const { people, departments } = makeCompany({ people: 2_000 });
  expect(new Set(people.map(({ name }) => name)).size).toBeLessThan(people.length);
  expect(people.filter(({ placements }) => placements.length > 1).length).toBeGreaterThan(50);
  const led = new Set(people.flatMap(({ placements }) => placements.filter((at) => at.leader).map((at) => at.path)));
  expect(led.size).toBe(departments.length);
});

test("the company scales to 100,000 people in 10,000 departments", () => {
  const company = makeCompany({ people: 100_000 });
  expect(company.people).toHaveLength(100_000);
  expect(company.departments).toHaveLength(10_000);
});
