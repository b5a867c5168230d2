import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase, toDate } from "./database.ts";
import { cloneDatabase, type TestDatabase } from "./postgres/testing.ts";
import { ask, prepare } from "./prepared.ts";

let database: Database;
let clone: TestDatabase;

beforeAll(async () => {
  // One connection, so that a second question meets what the first one left there.
  clone = await cloneDatabase();
  database = openDatabase(clone.url, () => undefined, 1);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

const doubled = prepare<{ doubled: number }>("test_doubled", "select $1::bigint * 2 as doubled");

test("A prepared statement is parsed once per connection, by its name, and answers each value.", async () => {
  for (const value of [1, 21, 500]) {
    expect(await ask(database.reading, doubled, [value])).toEqual([{ doubled: value * 2 }]);
  }
  const { rows } = await database.pool.query("select generic_plans + custom_plans as uses from pg_prepared_statements");
  expect(rows).toEqual([{ uses: 3 }]);
});

test("A prepared statement in a transaction sees what the transaction wrote.", async () => {
  const counted = prepare<{ count: number }>("test_counted", "select count(*) as count from labels where name = $1");
  await database.transact(async (tx) => {
    await tx.sql
      .insertInto("labels")
      .values({ id: crypto.randomUUID(), person_id: crypto.randomUUID(), name: "甲", position: 1 })
      .execute();
    expect(await ask(tx, counted, ["甲"])).toEqual([{ count: 1 }]);
    expect(await ask(database.reading, counted, ["甲"])).toEqual([{ count: 0 }]);
  });
});

test("Two statements cannot have one name.", () => {
  expect(() => prepare("test_doubled", "select 1")).toThrow(/test_doubled/);
});

test("A connection that broke is replaced by one that prepares anew.", async () => {
  database.sever();
  await expect
    .poll(() => ask(database.reading, doubled, [4]).catch(() => null), { timeout: 10_000 })
    .toEqual([{ doubled: 8 }]);
});

test("Points in time are read as the driver reads them, in whatever form they come.", () => {
  const asDriver = pg.types.getTypeParser(1184) as (text: string) => Date | number;
  const texts = ["2026-11-28 20:15:14.123456+00", "2026-11-28 20:15:14+00", "2026-11-28 20:15:14.1+00"];
  const others = ["2026-11-28 20:15:14.12+00", "2026-11-29 04:15:14.5+08", "0099-11-28 20:15:14+00", "infinity"];
  for (const text of [...texts, ...others, "0044-03-15 12:00:00+00 BC"]) expect(toDate(text)).toEqual(asDriver(text));
});
