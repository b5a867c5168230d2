import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { type BackgroundTask, type Jobs, openJobs, startWorker } from "./jobs.ts";
import { createLog } from "./log.ts";
import { cloneDatabase, type TestDatabase } from "./postgres/testing.ts";

let clone: TestDatabase;
let database: Database;
let jobs: Jobs;
const log = createLog("silent");
const workers: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase(clone.url, () => undefined);
  jobs = await openJobs(clone.url, log);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

function work(tasks: Record<string, BackgroundTask>): void {
  workers.push(startWorker(clone.url, { tasks }, log));
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 15_000; waitedMs += 20) {
    if (await holds()) return;
    await delay(20);
  }
  throw new Error(`waited in vain for: ${what}`);
}

test("work is done if and only if the transaction that wanted it commits", async () => {
  const done: unknown[] = [];
  work({ note: async (payload) => void done.push(payload) });
  await database.transact((tx) => jobs.enqueue(tx, "note", { number: 1 }));
  await until("the first job", () => done.length === 1);
  const undone = database.transact(async (tx) => {
    await jobs.enqueue(tx, "note", { number: 2 });
    throw new Error("changed my mind");
  });
  await expect(undone).rejects.toThrow("changed my mind");
  await database.transact((tx) => jobs.enqueue(tx, "note", { number: 3 }));
  await until("the third job", () => done.length === 2);
  expect(done).toEqual([{ number: 1 }, { number: 3 }]);
});

test("work that fails is tried again, and told when there is no further attempt", async () => {
  const attempts: boolean[] = [];
  work({
    stumble: async (_payload, { last }) => {
      attempts.push(last);
      if (attempts.length === 1) throw new Error("stumbled");
    },
  });
  await database.transact((tx) => jobs.enqueue(tx, "stumble", {}));
  await until("the second attempt", () => attempts.length === 2);
  expect(attempts).toEqual([false, false]);
});

test("work that a killed process had begun is taken up by the next one at once", async () => {
  await database.transact((tx) => jobs.enqueue(tx, "resume", { id: "x" }));
  // What kill -9 leaves behind: the job marked as being worked on by somebody who is no more.
  await database.pool.query(
    "update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now(), attempts = 1",
  );
  const done: unknown[] = [];
  work({ resume: async (payload) => void done.push(payload) });
  await until("the job of the dead", () => done.length === 1);
});

test("a second worker stands by while the first works, and takes over when it ends", async () => {
  const by: string[] = [];
  work({ who: async () => void by.push("first") });
  await database.transact((tx) => jobs.enqueue(tx, "who", {}));
  await until("the first worker", () => by.length === 1);
  work({ who: async () => void by.push("second") });
  await database.transact((tx) => jobs.enqueue(tx, "who", {}));
  await until("the second job", () => by.length === 2);
  await workers.shift()?.stop();
  await database.transact((tx) => jobs.enqueue(tx, "who", {}));
  await until("the second worker", () => by.length === 3);
  expect(by).toEqual(["first", "first", "second"]);
});

test("a database that is shut down in order while work is done does not end the process, and work goes on", async () => {
  const done: unknown[] = [];
  const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  work({
    long: async (payload) => {
      begun.resolve();
      await released.promise;
      done.push(payload);
    },
  });
  await database.transact((tx) => jobs.enqueue(tx, "long", {}));
  await begun.promise;
  const holders = "from pg_stat_activity where datname = current_database() and application_name = 'qunxin-worker'";
  const holding = async () => (await database.pool.query(`select ${holders}`)).rowCount ?? 0;
  await database.pool.query(`select pg_terminate_backend(pid) ${holders}`);
  await until("the connection to be gone", async () => (await holding()) === 0);
  released.resolve();
  await until("the work to be done", () => done.length > 0);
  await until("the worker to hold its lock again", async () => (await holding()) === 1);
});
