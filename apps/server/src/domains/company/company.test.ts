import { defaultPolicy } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLocalBus } from "../../platform/bus.ts";
import { movableClock } from "../../platform/clock.ts";
import { type Database, openDatabase } from "../../platform/database.ts";
import { cloneDatabase, type TestDatabase } from "../../platform/postgres/testing.ts";
import { type Company, createCompany } from "./index.ts";
import { completePolicy } from "./rules.ts";

let clone: TestDatabase;
let database: Database;
let company: Company;
const bus = createLocalBus();
// Use cases of this domain look neither at their caller nor at the actor.
const nobody = null as never;

beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase(clone.url, () => undefined);
  company = createCompany({ ...database, bus, clock: movableClock(new Date("2026-03-01T08:00:00Z")) });
});

afterAll(async () => {
  await database.close();
  await clone.drop();
});

test("before set-up the status says not ready, and the policy is the default one", async () => {
  expect(await company.useCases["company.status"]({}, null, nobody)).toMatchObject({ ready: false, company: null });
  expect(await company.policy()).toEqual(defaultPolicy);
  expect(await company.info()).toBeNull();
});

test("founding makes the company ready at once, and works only once", async () => {
  const info = { name: "群信科技", timeZone: "Asia/Shanghai", locale: "zh-CN" as const };
  await database.transact((tx) => company.found(tx, info));
  expect(await company.useCases["company.status"]({}, null, nobody)).toMatchObject({ ready: true, company: info });
  await expect(database.transact((tx) => company.found(tx, info))).rejects.toMatchObject({ code: "23505" });
});

test("settings given are replaced, the others stay, and another process learns of it over the bus", async () => {
  const other = createCompany({ ...database, bus, clock: movableClock(new Date(0)) });
  expect((await other.policy()).normalGroupCap).toBe(2_000);
  const set = company.useCases["company.setPolicy"];
  await set({ normalGroupCap: 200 }, nobody, nobody);
  await set({ fieldAudience: { ...defaultPolicy.fieldAudience, mobile: "leaders" } }, nobody, nobody);
  expect(await other.policy()).toEqual({
    ...defaultPolicy,
    normalGroupCap: 200,
    fieldAudience: { ...defaultPolicy.fieldAudience, mobile: "leaders" },
  });
});

test("a cap outside 5 to 2,000 is rejected with policy/range and changes nothing", async () => {
  const before = await company.policy();
  for (const normalGroupCap of [4, 2_001]) {
    await expect(company.useCases["company.setPolicy"]({ normalGroupCap }, nobody, nobody)).rejects.toMatchObject({
      code: "policy/range",
      params: { field: "normalGroupCap", min: 5, max: 2_000 },
    });
  }
  expect(await company.policy()).toEqual(before);
});

test("a policy stored by an older version gets the defaults for what it does not know", () => {
  const stored = { password: { minChars: 12 } } as never;
  expect(completePolicy(stored)).toEqual({ ...defaultPolicy, password: { ...defaultPolicy.password, minChars: 12 } });
});
