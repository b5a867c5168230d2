import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Bus, newsLost, topic } from "./bus.ts";
import { createNatsBus } from "./bus-nats.ts";
import { createLog } from "./log.ts";
import { startNats, type TestNats, withoutNats } from "./nats.testing.ts";
import { cloneDatabase, type TestDatabase } from "./postgres/testing.ts";

const greeting = topic<{ readonly from: string; readonly text?: string }>("test.greeting", ({ from }) => ({ from }));
const runs = { skip: withoutNats !== "", timeout: 60_000 };

let database: TestDatabase;
let nats: TestNats;
let buses: Bus[] = [];

beforeEach(async () => {
  database = await cloneDatabase();
  if (!runs.skip) nats = await startNats();
});
afterEach(async () => {
  for (const bus of buses.splice(0)) await bus.close();
  await nats?.kill();
  await database.drop();
});

/** Processes of one installation, and what each was told; a loss is told as "lost", while it lasts as "deaf". */
async function open(count: number) {
  const opened = await Promise.all(
    Array.from({ length: count }, () => createNatsBus(nats.url, database.url, createLog("silent"))),
  );
  buses = [...buses, ...opened];
  const processes = opened.map((bus) => {
    const told: string[] = [];
    bus.subscribe(greeting, ({ from, text }) => void told.push(text ? `${from} ${text.length}` : from));
    bus.subscribe(newsLost, ({ deaf }) => void told.push(deaf ? "deaf" : "lost"));
    return { bus, told };
  }) as [Process, Process];
  // Until each hears the others.
  await vi.waitFor(() => {
    for (const [index, { bus }] of processes.entries()) bus.publish(greeting, { from: `hello ${index}` });
    for (const { told } of processes) expect(new Set(told.filter((what) => what.startsWith("hello"))).size).toBe(count);
  }, soon);
  for (const { told } of processes) told.length = 0;
  return processes;
}
type Process = { readonly bus: Bus; readonly told: string[] };

const soon = { timeout: 20_000 };

test(
  `news travels over NATS, in order and whole where the database would cut it short${withoutNats}`,
  runs,
  async () => {
    const [one, two] = await open(2);
    for (let n = 1; n <= 500; n++) one.bus.publish(greeting, { from: `one ${n}` });
    one.bus.publish(greeting, { from: "long", text: "长".repeat(50_000) });
    const since = (told: string[]) => told.filter((what) => !/hello|lost/.test(what));
    await vi.waitFor(() => expect(since(two.told)).toHaveLength(501), soon);
    expect(since(two.told)).toEqual([...Array.from({ length: 500 }, (_, n) => `one ${n + 1}`), "long 50000"]);
    expect(since(one.told)).toEqual(since(two.told));
  },
);

test(
  `without NATS news goes over the database, and each process is told to look by itself until it is back${withoutNats}`,
  runs,
  async () => {
    const [one, two] = await open(2);
    await nats.kill();
    await vi.waitFor(() => expect([one.told, two.told].every((told) => told.includes("deaf"))).toBe(true), soon);
    one.bus.publish(greeting, { from: "spare" });
    await vi.waitFor(() => expect(two.told).toContain("spare"), soon);
    await vi.waitFor(() => expect(two.told.filter((what) => what === "deaf").length).toBeGreaterThan(2), soon);

    await nats.start();
    await vi.waitFor(() => expect([one.told.at(-1), two.told.at(-1)]).toEqual(["lost", "lost"]), soon);
    two.bus.publish(greeting, { from: "again" });
    await vi.waitFor(() => expect(one.told).toContain("again"), soon);
  },
);

test(
  `a process that starts without NATS serves, and goes over to it once it is there${withoutNats}`,
  runs,
  async () => {
    await nats.kill();
    const [one, two] = await open(2);
    one.bus.publish(greeting, { from: "early" });
    await vi.waitFor(() => expect(two.told).toContain("early"), soon);
    await nats.start();
    await vi.waitFor(() => expect(two.told).toContain("lost"), soon);
    one.bus.publish(greeting, { from: "long", text: "长".repeat(50_000) });
    await vi.waitFor(() => expect(two.told).toContain("long 50000"), soon);
  },
);
