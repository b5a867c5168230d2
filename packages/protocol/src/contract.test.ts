import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { printed } from "../print/print.ts";
import { calls, defaultPolicy, errors, Failure, fail, groupRightCells, Policy } from "./index.ts";

const root = new URL("../../../", import.meta.url);

test("the printed protocol page and OpenAPI document equal the contract", () => {
  for (const [file, text] of Object.entries(printed)) {
    expect(readFileSync(new URL(file, root), "utf8"), `${file} is stale: npm run print`).toBe(text);
  }
});

test("every error code of a call stands in the registry, and every code has a form that never changes", () => {
  for (const [name, { errors: codes }] of Object.entries(calls)) {
    for (const code of codes) expect(errors, name).toHaveProperty([code]);
  }
  for (const code of Object.keys(errors)) expect(code).toMatch(/^[a-z]+\/[a-z_]+$/);
});

test("every call is named domain.act, and says in a sentence what it does", () => {
  for (const [name, { summary }] of Object.entries(calls)) {
    expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(summary).toMatch(/^[A-Z].*\.$/);
  }
});

test("the default policy fits its own schema and the matrix has a cell for each role and right", () => {
  expect(Policy.safeParse(defaultPolicy).success).toBe(true);
  expect(groupRightCells).toHaveLength(4 * 6);
});

test("a failure carries its code, params and HTTP status", () => {
  try {
    fail("groups/member_limit", { limit: 2000, free: 5 });
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({ code: "groups/member_limit", params: { limit: 2000, free: 5 }, status: 409 });
  }
  expect.assertions(2);
});
