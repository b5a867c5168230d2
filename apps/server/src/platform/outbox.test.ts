import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLocalBus, topic } from "./bus.ts";
import { movableClock } from "./clock.ts";
import { type Database, openDatabase } from "./database.ts";
import { newId } from "./ids.ts";
import { createLog } from "./log.ts";
import { addToOutbox, type OutboxConsumer, type OutboxItem, startOutbox, sweepOutbox, workOff } from "./outbox.ts";
import { cloneDatabase, type TestDatabase } from "./postgres/testing.ts";

let clone: TestDatabase;
let database: Database;
const clock = movableClock(new Date("2026-03-02T02:00:00Z"));
const log = createLog("silent");
const [project, sales] = [newId(), newId()];

beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase(clone.url, () => undefined);
});
beforeEach(() => database.pool.query("delete from outbox"));
afterAll(async () => {
  await database.close();
  await clone.drop();
});

const add = (conversationId: string, ...seqs: number[]) =>
  database.transact((tx) => addToOutbox(tx, ["index"], { conversationId, seqs }));
const round = (consumer: OutboxConsumer) => workOff({ ...database, clock, log }, "index", consumer);
const rows = async () => (await database.pool.query("select seqs, tries, parked_at from outbox order by id")).rows;

test("a consumer is told once of everything that committed, and of nothing that did not", async () => {
  await add(project, 1, 2);
  await database
    .transact(async (tx) => {
      await addToOutbox(tx, ["index"], { conversationId: project, seqs: [3] });
      throw new Error("changed my mind");
    })
    .catch(() => undefined);
  await add(sales, 7);
  await add(project, 4);
  const told: OutboxItem[] = [];
  const consumer: OutboxConsumer = async (items) => void told.push(...items);
  expect([await round(consumer), await round(consumer)]).toEqual([3, 0]);
  expect(told).toEqual([
    { conversationId: project, seqs: [1, 2, 4] },
    { conversationId: sales, seqs: [7] },
  ]);
});

test("two processes share the work and neither waits for the other", async () => {
  await add(project, 1);
  const inside = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const first = round(() => {
    inside.resolve();
    return free.promise;
  });
  await inside.promise;
  await add(sales, 1);
  const second: OutboxItem[] = [];
  expect(await round(async (items) => void second.push(...items))).toBe(1);
  free.resolve();
  expect(await first).toBe(1);
  expect(second).toEqual([{ conversationId: sales, seqs: [1] }]);
  expect(await rows()).toEqual([]);
});

test("what fails is tried again alone, later and later, and holds up nothing else", async () => {
  const done: OutboxItem[] = [];
  const consumer: OutboxConsumer = async (items) => {
    if (items.some(({ conversationId }) => conversationId === sales)) throw new Error("spoilt");
    done.push(...items);
  };
  await add(project, 1);
  await add(sales, 1);
  await round(consumer);
  expect(await round(consumer)).toBe(0);
  clock.moveBy(1_000);
  await round(consumer);
  await round(consumer);
  expect(done).toEqual([{ conversationId: project, seqs: [1] }]);
  expect(await rows()).toMatchObject([{ tries: 2 }]);
  clock.moveBy(3_999);
  expect(await round(consumer)).toBe(0);
  clock.moveBy(1);
  expect(await round(consumer)).toBe(1);
});

test("one entry that always fails is parked alone in the end, and the others of its batch are done", async () => {
  const done = new Set<number>();
  await add(project, ...Array.from({ length: 20 }, (_, index) => index + 1));
  const consumer: OutboxConsumer = async ([item]) => {
    if (item?.seqs.includes(13)) throw new Error("poison");
    for (const seq of item?.seqs ?? []) done.add(seq);
  };
  for (let rounds = 0; rounds < 200 && (await rows()).some((row) => !row.parked_at); rounds++) {
    await round(consumer);
    clock.moveBy(60_000);
  }
  expect(done.size).toBe(19);
  expect(await rows()).toEqual([{ seqs: [13], tries: 8, parked_at: expect.any(Date) }]);
  clock.moveBy(31 * 24 * 3_600_000);
  await sweepOutbox({ ...database, clock });
  expect(await rows()).toEqual([]);
});

test("what yields rests while people wait, and then has its turn", async () => {
  const rounds = { index: 0, notify: 0 };
  const counting = (name: keyof typeof rounds) => async () => {
    await delay(60);
    rounds[name] += 1;
  };
  // Each row is a round of its own.
  for (let row = 1; row <= 5; row++) {
    const item = { conversationId: project, seqs: Array.from({ length: 1_000 }, (_, index) => row * 1_000 + index) };
    await database.transact((tx) => addToOutbox(tx, ["index", "notify"], item));
  }
  let waiting = true;
  const outbox = startOutbox({
    ...{ ...database, clock, log, bus: createLocalBus(), wokenBy: [] },
    consumers: { index: counting("index"), notify: counting("notify") },
    yielding: { consumers: ["index"], restFactor: () => (waiting ? 6 : 0) },
  });
  await expect.poll(() => rounds.notify, { interval: 10, timeout: 10_000 }).toBe(5);
  expect(rounds.index).toBeLessThan(5);
  waiting = false;
  await expect.poll(() => rounds.index, { interval: 10, timeout: 10_000 }).toBe(5);
  await outbox.stop();
});

test("news wakes the consumer, and what came without news is found all the same", async () => {
  const bus = createLocalBus();
  const changed = topic<null>("test.changed");
  const told: number[] = [];
  const consumers = { index: async ([item]: readonly OutboxItem[]) => void told.push(...(item?.seqs ?? [])) };
  const outbox = startOutbox({ ...database, clock, log, bus, consumers, wokenBy: [changed] });
  await add(project, 1);
  bus.publish(changed, null);
  await expect.poll(() => told, { interval: 10 }).toEqual([1]);
  await add(project, 2);
  await expect.poll(() => told, { interval: 10, timeout: 3_000 }).toEqual([1, 2]);
  await outbox.stop();
  await add(project, 3);
  await delay(0);
  expect(await rows()).toHaveLength(1);
});
