import type { ConversationId, ImportId, InviteId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { movableClock } from "./platform/clock.ts";
import { newId } from "./platform/ids.ts";
import { foundCompany, startTestServer, type TestServer } from "./testing.ts";

const dayMs = 24 * 3_600_000;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ clock });
  await foundCompany(server);
});
afterAll(() => server.close());

const query = async (text: string, values: unknown[] = []) => (await server.parts.pool.query(text, values)).rows;
const weiId = async () => (await query("select id from people"))[0].id;

/** Has the worker keep house, as it does by itself every hour, and waits until it has. */
async function keepHouse(): Promise<void> {
  const { transact, jobs } = server.parts;
  await transact((tx) => jobs.enqueue(tx, "housekeeping", {}));
  await expect.poll(() => query("select 1 from graphile_worker.jobs"), { timeout: 15_000 }).toEqual([]);
}

test("the worker keeps house and merges buckets of the search by itself every hour, and looks every minute for reminders that are due", async () => {
  const known = () => query("select identifier from graphile_worker._private_known_crontabs order by 1");
  const tasks = ["housekeeping", "remindDue", "search_merging"].map((identifier) => ({ identifier }));
  await expect.poll(known, { timeout: 15_000 }).toEqual(tasks);
});

test("sessions are forgotten 30 days after they ended or ran out, and not before", async () => {
  const { identity } = server.parts;
  await query("delete from sessions");
  const open = async () => identity.openSession(await weiId(), { name: "", kind: "api", address: "" });
  const [ended] = [await open(), await open()];
  await query("update sessions set ended_at = $1 where id = $2", [clock.now(), ended?.sessionId]);
  const left = async () => (await query("select count(*) from sessions"))[0].count;
  clock.moveBy(30 * dayMs);
  await keepHouse();
  expect(await left()).toBe(2);
  clock.moveBy(1);
  await keepHouse();
  expect(await left()).toBe(1);
  clock.moveBy(30 * dayMs);
  await keepHouse();
  expect(await left()).toBe(0);
});

test("request keys are forgotten after seven days", async () => {
  await query("delete from request_keys");
  const insert = "insert into request_keys (actor_id, key, call, created_at) values ($1, $1, 'x', $2)";
  await query(insert, [newId(), clock.now()]);
  clock.moveBy(7 * dayMs);
  await query(insert, [newId(), clock.now()]);
  await keepHouse();
  expect(await query("select 1 from request_keys")).toHaveLength(2);
  clock.moveBy(1);
  await keepHouse();
  expect(await query("select 1 from request_keys")).toHaveLength(1);
});

test("A35 With a verification rule set, a request that nobody decides is expired after 72 h, and dead invitations go", async () => {
  const [groupId, inviteId] = [newId<ConversationId>(), newId<InviteId>()];
  const now = clock.now();
  await query("insert into conversations (id, kind, last_at) values ($1, 'group', $2)", [groupId, now]);
  await query(
    "insert into groups (id, type, name, options, created_at, member_count) values ($1, 'normal', '', '{}', $2, 0)",
    [groupId, now],
  );
  await query(
    `insert into invites (id, group_id, kind, token, created_by, created_at, expires_at)
     values ($1, $2, 'link', 't', $1, $3, $3)`,
    [inviteId, groupId, now],
  );
  const expiresAt = new Date(now.getTime() + 72 * 3_600_000);
  await query(
    `insert into join_requests (id, group_id, person_id, way, asked_at, expires_at)
     values ($1, $2, $1, 'link', $3, $4)`,
    [newId(), groupId, now, expiresAt],
  );
  clock.moveBy(72 * 3_600_000 - 1);
  await keepHouse();
  expect(await query("select decided_at from join_requests")).toEqual([{ decided_at: null }]);
  clock.moveBy(1);
  await keepHouse();
  const decided = await query("select decided_at, decided_by, approved from join_requests");
  expect(decided).toEqual([{ decided_at: expiresAt, decided_by: null, approved: false }]);
  expect(await query("select 1 from invites")).toHaveLength(1);
  clock.moveBy(27 * dayMs + 1);
  await keepHouse();
  expect(await query("select 1 from invites")).toEqual([]);
});

test("imports keep their counts, but files and rows go once they ended; what was never finished or used is given up", async () => {
  const half = await importIn("waiting");
  const whole = await importIn("waiting", clock.now());
  const [ready, applied] = [await importIn("ready", clock.now()), await importIn("applied", clock.now())];
  await keepHouse();
  expect(await held(applied)).toEqual(["import_changes", "import_errors"]);
  expect([await held(half), await held(whole), await held(ready)].map(({ length }) => length)).toEqual([4, 4, 4]);
  clock.moveBy(3_600_001);
  await keepHouse();
  expect(await importOf(half)).toMatchObject({
    state: "failed",
    failure: { code: "directory/import_unreadable", params: { reason: "incomplete" } },
  });
  expect(await importOf(whole)).toMatchObject({ state: "waiting" });
  expect(await importOf(ready)).toMatchObject({ state: "ready" });
  clock.moveBy(7 * dayMs);
  await keepHouse();
  expect(await importOf(ready)).toMatchObject({ state: "cancelled", counts: { create: 3 } });
  expect(await importOf(applied)).toMatchObject({ state: "applied", counts: { create: 3 } });
  for (const id of [half, ready, applied]) expect(await held(id)).toEqual([]);
});

const heldTables = ["import_changes", "import_errors", "import_files", "import_rows"];

/** An import in that state with something in every table. */
async function importIn(state: string, receivedAt: Date | null = null): Promise<ImportId> {
  const id = newId<ImportId>();
  await query(
    `insert into imports (id, file_name, created_by, created_at, received_at, state, counts)
     values ($1, 'a.csv', $2, $3, $4, $5, '{"create": 3}')`,
    [id, await weiId(), clock.now(), receivedAt, state],
  );
  await query("insert into import_files (import_id, ordinal, bytes) values ($1, 0, '')", [id]);
  await query("insert into import_rows (import_id, line, new_id) values ($1, 2, $1)", [id]);
  await query("insert into import_errors (import_id, line, fault, value) values ($1, 2, 'missing', '')", [id]);
  await query(
    `insert into import_changes (import_id, action, ordinal, person_id, name, account, changes)
     values ($1, 'create', 0, $1, '', '', '[]')`,
    [id],
  );
  return id;
}

async function importOf(id: ImportId) {
  return (await query("select * from imports where id = $1", [id]))[0];
}

async function held(id: ImportId): Promise<string[]> {
  const found: string[] = [];
  for (const table of heldTables) {
    if ((await query(`select 1 from ${table} where import_id = $1`, [id])).length > 0) found.push(table);
  }
  return found;
}
