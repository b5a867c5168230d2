import type { ConversationId } from "@qunxin/protocol";
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

async function pagesOf(text: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await world.find(lin, { text, limit, ...(cursor ? { cursor } : {}) });
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
