import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate.ts";
import { createEmptyDatabase, type TestDatabase } from "./testing.ts";

let database: TestDatabase;
let pool: pg.Pool;
const folders: string[] = [];

beforeEach(async () => {
  database = await createEmptyDatabase();
  pool = new pg.Pool({ connectionString: database.url });
});

afterEach(async () => {
  await pool.end();
  await database.drop();
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const people = { "0001_people.sql": "-- breaks: no\ncreate table people (id integer primary key);\n" };
const groups = { "0002_groups.sql": "-- breaks: no\ncreate table groups (id integer primary key);\n" };

test("migrations are applied in order, once", async () => {
  expect(await migrate(pool, folder({ ...groups, ...people }))).toEqual(["people", "groups"]);
  expect(await migrate(pool, folder({ ...groups, ...people }))).toEqual([]);
  expect(await tables()).toEqual(["groups", "people", "schema_migrations"]);
});

test("nodes that start at once apply every migration once between them", async () => {
  const dir = folder({ ...people, ...groups });
  const applied = await Promise.all([migrate(pool, dir), migrate(pool, dir), migrate(pool, dir)]);
  expect(applied.flat().sort()).toEqual(["groups", "people"]);
});

test("a migration that fails is undone as a whole and named, and those before it stay", async () => {
  const broken = { "0002_groups.sql": "-- breaks: no\ncreate table groups (id integer);\nselect 1/0;\n" };
  await expect(migrate(pool, folder({ ...people, ...broken }))).rejects.toMatchObject({
    code: "start/migration_failed",
    message: "Migration 2 (groups) failed and was undone: division by zero",
  });
  expect(await tables()).toEqual(["people", "schema_migrations"]);
});

test("a file that was changed after it had been applied is refused", async () => {
  await migrate(pool, folder(people));
  const changed = { "0001_people.sql": "-- breaks: no\ncreate table people (id bigint primary key);\n" };
  await expect(migrate(pool, folder(changed))).rejects.toMatchObject({ code: "start/migration_changed" });
});

test("a database that a newer version changed breakingly is refused, one it only added to is not", async () => {
  await migrate(pool, folder({ ...people, ...groups }));
  expect(await migrate(pool, folder(people))).toEqual([]);

  const breaking = { "0003_rename.sql": "-- breaks: yes\nalter table people rename to persons;\n" };
  await migrate(pool, folder({ ...people, ...groups, ...breaking }));
  await expect(migrate(pool, folder({ ...people, ...groups }))).rejects.toMatchObject({ code: "start/database_newer" });
});

test.each([
  ["0001_people.sql", "create table people (id integer);\n"],
  ["0002_people.sql", "-- breaks: no\n"],
  ["1_people.sql", "-- breaks: no\n"],
])("a migration file %s with first line %j is refused before anything is applied", async (name, sql) => {
  await expect(migrate(pool, folder({ [name]: sql }))).rejects.toMatchObject({ code: "start/migration_changed" });
  expect(await tables()).toEqual([]);
});

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), "qunxin-migrations-"));
  folders.push(dir);
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(dir, name), sql);
  return dir;
}

async function tables(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    "select table_name::text as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  return rows.map(({ name }) => name);
}
