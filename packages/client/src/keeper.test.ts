import type { Me } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { type Cache, memoryCache } from "./cache.ts";
import { createKeeper } from "./keeper.ts";
import { realTiming } from "./transport.ts";

const lin = { id: "lin" } as unknown as Me;

async function filled(): Promise<Cache> {
  const cache = memoryCache();
  const keeper = createKeeper(cache, realTiming, "one");
  keeper.claim("lin");
  keeper.later({ table: "conversations", key: "a", value: 1 });
  await keeper.now([
    { table: "device", key: "me", value: lin },
    { table: "outbox", key: "m", value: "hello" },
  ]);
  await keeper.flush();
  return cache;
}

test("what is kept is the person's own: another one finds nothing, and a write of the first is in vain", async () => {
  const cache = await filled();
  const [mine, theirs] = [createKeeper(cache, realTiming, "one"), createKeeper(cache, realTiming, "one")];
  expect(await mine.remembered()).toEqual(lin);
  mine.claim("lin");
  expect(await mine.readAll("conversations")).toEqual([["a", 1]]);
  theirs.claim("wei");
  expect(await theirs.readAll("conversations")).toEqual([]);
  await mine.now([{ table: "conversations", key: "a", value: 2 }]);
  expect(await theirs.readAll("conversations")).toEqual([]);
});

test("before it is claimed nothing is read, after it is wiped nothing is written", async () => {
  const cache = await filled();
  const keeper = createKeeper(cache, realTiming, "one");
  expect(await keeper.readAll("conversations")).toEqual([]);
  keeper.claim("lin");
  keeper.later({ table: "conversations", key: "b", value: 2 });
  await keeper.wipe();
  await keeper.now([{ table: "conversations", key: "c", value: 3 }]);
  expect([await cache.owner(), await cache.readAll("conversations")]).toEqual([null, []]);
});

test("another build of the app keeps what was not sent yet, and fetches the rest anew", async () => {
  const cache = await filled();
  const keeper = createKeeper(cache, realTiming, "two");
  expect(await keeper.remembered()).toBeNull();
  keeper.claim("lin");
  expect(await keeper.readAll("conversations")).toEqual([]);
  expect(await keeper.readAll("outbox")).toEqual([["m", "hello"]]);
  await keeper.now([{ table: "device", key: "me", value: lin }]);
  expect(await createKeeper(cache, realTiming, "two").remembered()).toEqual(lin);
});

test("a database that fails or never answers counts as empty", async () => {
  const broken = new Proxy({} as Cache, { get: () => () => Promise.reject(new Error("no room")) });
  const silent = new Proxy({} as Cache, { get: () => () => new Promise(() => undefined) });
  const atOnce = { ...realTiming, after: (_: number, work: () => void) => realTiming.after(0, work) };
  for (const keeper of [createKeeper(broken, realTiming), createKeeper(silent, atOnce)]) {
    keeper.claim("lin");
    expect([await keeper.remembered(), await keeper.read("device", "me")]).toEqual([null, null]);
    await keeper.now([{ table: "device", key: "me", value: lin }]);
  }
});
