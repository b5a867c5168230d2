import type { CallInput, ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bucket, lockIndex, readBuckets, readGenerations } from "./generation-store.ts";
import { chooseBuckets } from "./merge.ts";
import { beginMerge, copyOn } from "./merge-store.ts";
import { openTestSearch, somebody, type TestSearch } from "./testing.ts";

const bucketRows = 20;
let world: TestSearch;
let group: ConversationId;
const [lin, wei] = [somebody(), somebody()];
let firstSeq: number;

/** 300 reports in fifteen buckets of twenty or some more, as not all become quite full. */
beforeAll(async () => {
  world = await openTestSearch({ bucketRows });
  group = await world.openGroup([lin, wei]);
  await sayReports(0, 300);
});
afterAll(() => world.close());

async function sayReports(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 50) {
    const texts = Array.from(
      { length: 50 },
      (_, index) => `日报 ${at + index}${(at + index) % 60 === 7 ? " 季度" : ""}`,
    );
    const [seq] = await world.say(group, lin, texts);
    firstSeq ??= seq as number;
    world.clock.moveBy(3_600_000);
    await world.index();
  }
}

const merge = (stopping?: AbortSignal) =>
  world.search.tasks.search_merging?.({}, { last: false, ...(stopping ? { stopping } : {}) });

async function buckets(): Promise<Bucket[]> {
  const [generation] = (await readGenerations(world.reading)).filter(({ active }) => active);
  return generation ? readBuckets(world.reading, generation) : [];
}

/** By how many made them, the newest first. */
const sizes = async () => (await buckets()).map(({ first, end }) => (end - first) / bucketRows);
const merged = async () => (await sizes()).filter((size) => size === 8).length;
const content = () => world.query("select * from search_messages order by n");

async function allOf(input: Partial<CallInput<"search.messages">>): Promise<number[]> {
  const seqs: number[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await world.find(wei, { ...input, ...(cursor ? { cursor } : {}) });
    seqs.push(...page.hits.map(({ seq }) => seq));
    cursor = page.nextCursor;
  }
  return seqs;
}

const asked = [
  { text: "日报", limit: 7 },
  { text: "季度" },
  { text: "季度", conversationId: undefined, limit: 1 },
  { text: "日报 8", limit: 3 },
  { text: "日报", order: "best" as const, limit: 100 },
];

async function edit(seq: number, text: string): Promise<void> {
  await world.query(
    "update entries set body = jsonb_set(body, '{text}', to_jsonb($3::text)) where conversation_id = $1 and seq = $2",
    [group, seq, text],
  );
  await world.transact((tx) =>
    world.log.record(tx, group, [{ by: lin.id, body: { kind: "message_edited", target: seq } }]),
  );
}

async function recall(seq: number): Promise<void> {
  await world.query(
    "update entries set recalled_at = created_at, recalled_by = author_id where conversation_id = $1 and seq = $2",
    [group, seq],
  );
  await world.transact((tx) =>
    world.log.record(tx, group, [{ by: lin.id, body: { kind: "message_recalled", target: seq } }]),
  );
}

test("eight old buckets become one, in which everything is found as before, from a cursor of before too", async () => {
  const before = await content();
  const answers = await Promise.all(asked.map(allOf));
  expect(answers[0]).toHaveLength(300);
  const page = await world.find(wei, { text: "季度", limit: 2 });
  const small = (await sizes()).length;
  expect(small).toBeGreaterThan(13);
  expect(small).toBeLessThan(21);
  expect(await merged()).toBe(0);
  await merge();
  expect(await sizes()).toEqual([...Array(small - 8).fill(1), 8]);
  expect(await content()).toEqual(before);
  expect(await Promise.all(asked.map(allOf))).toEqual(answers);
  const rest = await world.find(wei, { text: "季度", cursor: page.nextCursor ?? "" });
  expect([...page.hits, ...rest.hits].map(({ seq }) => seq)).toEqual(answers[1]);
  const left = await world.query("select 1 from pg_class where relname like 'search_merged%'");
  expect([left, await world.query("select 1 from search_merges")]).toEqual([[], []]);
  // Nothing more to do until eight more are full.
  await merge();
  expect(await sizes()).toHaveLength(small - 7);
});

test("what is edited, recalled or purged while buckets are copied is so in the copy, and who died goes on where they were", async () => {
  await sayReports(300, 600);
  const chosen = chooseBuckets(await buckets(), bucketRows) ?? [];
  const [oldest] = chosen as [Bucket];
  await world.transact(async (tx) => {
    await lockIndex(tx);
    const begun = await beginMerge(tx, chosen);
    await copyOn(tx, begun, 75);
  });
  // 160 to 319 are being copied, up to 234 they are.
  for (const place of [170, 200, 240, 300]) await edit(firstSeq + place, `改过 ${place}`);
  for (const place of [171, 201, 241, 301]) await recall(firstSeq + place);
  await world.index();
  await world.transact((tx) => world.search.forget(tx, group, firstSeq + 165));
  const stopping = new AbortController();
  stopping.abort();
  await merge(stopping.signal);
  expect(await world.query("select next_n from search_merges")).toEqual([{ next_n: oldest.first + 75 }]);
  const before = await content();
  await merge();
  expect(await merged()).toBeGreaterThan(1);
  expect(await content()).toEqual(before);
  expect(await allOf({ text: "改过" })).toEqual([300, 240, 200, 170].map((place) => firstSeq + place));
  for (const place of [164, 171, 301]) expect(await allOf({ text: `日报 ${place}` })).toEqual([]);
  // It takes changes as any other bucket does.
  await edit(firstSeq + 170, "又改过");
  await recall(firstSeq + 200);
  await world.index();
  expect(await allOf({ text: "改过" })).toEqual([300, 240, 170].map((place) => firstSeq + place));
});

test("what retention has emptied is dropped", async () => {
  const before = await content();
  const all = await sizes();
  await merge();
  expect(await sizes()).toEqual(all.slice(0, -1));
  expect(await content()).toEqual(before);
});

test("it waits for who searches, and meanwhile nobody waits for it", async () => {
  await sayReports(600, 800);
  const { pool } = world;
  const reader = await pool.connect();
  await reader.query("begin");
  await reader.query("select count(*) from search_messages");
  const merging = merge();
  // It is copied, and tries to take its place.
  const begun = () => world.query("select 1 from search_merges where next_n = end_n");
  for (let ready = await begun(); ready.length === 0; ready = await begun());
  const others = await merged();
  for (let searches = 0; searches < 20; searches++) expect(await allOf({ text: "季度 7" })).not.toEqual([]);
  expect(await merged()).toBe(others);
  await reader.query("commit");
  reader.release();
  await merging;
  expect(await merged()).toBeGreaterThan(others);
});

test("searches that run while buckets are replaced find everything all the same", async () => {
  await sayReports(800, 1_200);
  const answers = await Promise.all(asked.map(allOf));
  const others = await merged();
  let done = false;
  const merging = (async () => {
    await merge();
    done = true;
  })();
  const search = async () => {
    while (!done) expect(await Promise.all(asked.map(allOf))).toEqual(answers);
  };
  await Promise.all([merging, search(), search(), search()]);
  expect(await merged()).toBeGreaterThan(others + 1);
}, 60_000);

test("a copy of an index that was built anew meanwhile is thrown away", async () => {
  await sayReports(1_200, 1_400);
  await world.transact(async (tx) => {
    await lockIndex(tx);
    await copyOn(tx, await beginMerge(tx, chooseBuckets(await buckets(), bucketRows) ?? []), 100);
  });
  await world.search.rebuild();
  const before = await content();
  await merge();
  expect(await content()).toEqual(before);
  expect(await merged()).toBeGreaterThan(3);
  const left = await world.query("select 1 from pg_class where relname like 'search_merged%'");
  expect([left, await world.query("select 1 from search_merges")]).toEqual([[], []]);
});

test("only full, small and neighbouring buckets are chosen, the oldest first, and the newest are spared", () => {
  const row = (from: number, count: number, width = 10): Bucket[] =>
    Array.from({ length: count }, (_, index) => {
      const first = from + index * width;
      return { first, end: first + width, fromAt: null, toAt: null };
    }).reverse();
  const firsts = (all: readonly Bucket[]) => chooseBuckets(all, 10)?.map(({ first }) => first) ?? null;
  expect(firsts(row(0, 12))).toBeNull();
  expect(firsts(row(0, 13))).toEqual([0, 10, 20, 30, 40, 50, 60, 70]);
  expect(firsts([...row(1_000, 13), ...row(0, 3)])).toEqual([1_000, 1_010, 1_020, 1_030, 1_040, 1_050, 1_060, 1_070]);
  expect(firsts([...row(1_000, 12), ...row(0, 7)])).toBeNull();
  expect(firsts([...row(160, 13), ...row(0, 2, 80)])).toEqual([160, 170, 180, 190, 200, 210, 220, 230]);
});
