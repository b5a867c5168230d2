import pg from "pg";
import { expect, test } from "vitest";
import { cloneDatabase } from "./testing.ts";

test("two clones of the template do not see each other's rows, and a dropped one is gone", async () => {
  const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()]);
  const client = new pg.Client({ connectionString: one.url });
  await client.connect();
  await client.query("create table mine (id integer)");
  await client.end();

  const neighbour = new pg.Client({ connectionString: other.url });
  await neighbour.connect();
  const seen = await neighbour.query("select to_regclass('mine') as found");
  await neighbour.end();
  expect(seen.rows).toEqual([{ found: null }]);

  await Promise.all([one.drop(), other.drop()]);
  await expect(new pg.Client({ connectionString: one.url }).connect()).rejects.toMatchObject({ code: "3D000" });
});
