import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bus, topic } from "./bus.ts";
import { createPostgresBus } from "./bus-postgres.ts";
import { createLog } from "./log.ts";
import { cloneDatabase, type TestDatabase } from "./postgres/testing.ts";

let clone: TestDatabase;
let admin: pg.Client;
const buses: Bus[] = [];

beforeEach(async () => {
  clone = await cloneDatabase();
  const elsewhere = new URL(clone.url);
  elsewhere.pathname = "/postgres";
  admin = new pg.Client({ connectionString: elsewhere.href });
  await admin.connect();
});
afterEach(async () => {
  for (const bus of buses.splice(0)) await bus.close();
  await admin.end();
  await clone.drop();
});

test("after an outage of the database news goes on, over one connection a process", async () => {
  const failures = Promise.withResolvers<void>();
  let failed = 0;
  const warn = () => {
    failed += 1;
    if (failed === 4) failures.resolve();
  };
  const log = Object.assign(createLog("silent"), { warn });
  for (let process = 1; process <= 2; process++) buses.push(await createPostgresBus(clone.url, log));
  const [here, there] = buses as [Bus, Bus];
  const told = Promise.withResolvers<void>();
  there.subscribe(greeting, () => told.resolve());

  const name = new URL(clone.url).pathname.slice(1);
  await admin.query(`alter database "${name}" allow_connections false`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await failures.promise;
  await admin.query(`alter database "${name}" allow_connections true`);

  const greet = setInterval(() => here.publish(greeting, {}), 100);
  await told.promise;
  clearInterval(greet);
  const { rows } = await admin.query(
    "select count(*)::integer as open from pg_stat_activity where datname = $1 and application_name = 'qunxin-bus'",
    [name],
  );
  expect(rows).toEqual([{ open: 2 }]);
});

const greeting = topic<object>("test.greeting");
