import type { CallInput, ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { openTestSearch, somebody, type TestSearch } from "./testing.ts";

let world: TestSearch;
const [lin, wei] = [somebody(), somebody()];
// Every tenth at first, hardly any in the middle, many at the end: three full buckets and a begun one.
const isHit = (index: number) => index % 10 === 3 && (index < 150 || index > 1_190 || index % 200 === 3);
const isRare = (index: number) => [23, 53, 1_203].includes(index);
const said = Array.from(
  { length: 1_220 },
  (_, index) => `${isHit(index) ? "周报" : "闲话"}${isRare(index) ? " 年报 季报" : ""} ${index}`,
);
const flood = Array.from({ length: 700 }, (_, index) => `季报 别人 ${index}`);
const holding = (word: string) => said.filter((text) => text.includes(word)).reverse();

beforeAll(async () => {
  world = await openTestSearch({ bucketRows: 400 });
  // In so many groups that the index is not asked for them by name.
  for (let group = 0; group < 33; group++) await world.openGroup([lin]);
  await sayAll(await world.openGroup([wei]), wei, flood);
  await sayAll(await world.openGroup([lin]), lin, said);
});
afterAll(() => world.close());

async function sayAll(group: ConversationId, by: Actor, texts: readonly string[]): Promise<void> {
  for (let at = 0; at < texts.length; at += 400) await world.say(group, by, texts.slice(at, at + 400));
  await world.index();
}

async function pagesOf(
  text: string,
  limit: number,
  more: Partial<CallInput<"search.messages">> = {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await world.find(lin, { text, limit, ...more, ...(cursor ? { cursor } : {}) });
    seen.push(...page.hits.map(({ snippet }) => snippet));
    cursor = page.nextCursor;
  }
  return seen;
}

test("pages are the same whether hits lie as thick as those before them or not", async () => {
  for (const limit of [1, 3, 100]) expect(await pagesOf("周报", limit)).toEqual(holding("周报"));
});

test("what is rare is found, and so it is where others say it too often for one look into all buckets", async () => {
  for (const limit of [1, 3, 100]) {
    expect(await pagesOf("年报", limit)).toEqual(holding("年报"));
    expect(await pagesOf("季报", limit)).toEqual(holding("年报"));
  }
});

test("what nobody has said lately is found down to the oldest, however often it was said before, and by others too", async () => {
  const mine = await world.openGroup([lin]);
  const shared = await world.openGroup([lin, wei]);
  const reports = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} 月报 ${index}`);
  const [own, both, others] = [reports("own", 150), reports("both", 150), reports("others", 300)];
  const elsewhere = await world.openGroup([wei]);
  for (let part = 0; part < 3; part++) {
    const third = (texts: readonly string[]) => texts.slice((texts.length / 3) * part, (texts.length / 3) * (part + 1));
    await sayAll(mine, lin, third(own));
    await sayAll(elsewhere, wei, third(others));
    await sayAll(shared, wei, third(both));
  }
  await sayAll(
    mine,
    lin,
    Array.from({ length: 1_600 }, (_, index) => `聊天 ${index}`),
  );
  const everything = (await pagesOf("月报", 100)).sort();
  expect(everything).toEqual([...own, ...both].sort());
  for (const limit of [1, 7]) expect((await pagesOf("月报", limit)).sort()).toEqual(everything);
  expect(await pagesOf("月报", 40, { conversationId: mine })).toEqual([...own].reverse());
  expect(await pagesOf("月报", 40, { senderId: wei.id })).toEqual([...both].reverse());
  expect((await world.find(lin, { text: "月报", order: "best", limit: 100 })).hits).toHaveLength(100);
  const counted = (await world.find(lin, { text: "月报" })).groups;
  expect(counted?.complete).toBe(false);
}, 60_000);
