import pg from "pg";
import { expect, test } from "vitest";
import { troubleBehind } from "./trouble.ts";

const coded = (code: string, more: object = {}) => Object.assign(new Error("x"), { code, ...more });

test("a full disk and a database that is away are told as what they are; a defect stays one", () => {
  expect(troubleBehind(coded("53100"))?.code).toBe("server/disk_full");
  for (const code of ["57P01", "57P03", "08006", "ECONNRESET"]) {
    expect(troubleBehind(coded(code))?.code, code).toBe("server/busy");
  }
  expect(troubleBehind(new Error("Connection terminated unexpectedly"))?.code).toBe("server/busy");
  expect(troubleBehind(coded("23505"))).toBeUndefined();
  expect(troubleBehind(new TypeError("x is not a function"))).toBeUndefined();
});

test("a missing file is no missing database, and a real refused connection is one", async () => {
  expect(troubleBehind(coded("ENOENT", { path: "/srv/file" }))).toBeUndefined();
  const nowhere = new pg.Client({ connectionString: "postgresql://x@localhost/x?host=%2Fno%2Fsuch%2Ffolder" });
  const error = await nowhere.connect().catch((reason: unknown) => reason);
  expect(troubleBehind(error)?.code).toBe("server/busy");
});
