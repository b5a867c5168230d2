import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSearch, somebody, type TestSearch } from "./testing.ts";

let world: TestSearch;
const lin = somebody();

beforeAll(async () => {
  world = await openTestSearch({ bucketRows: 400 });
});
afterAll(() => world.close());

test("pages are the same whether hits lie as thick as those before them or not", async () => {
  const group = await world.openGroup([lin]);
  // Every tenth at first, hardly any in the middle, many at the end: three full buckets and a begun one.
  const hits = (index: number) => index % 10 === 3 && (index < 150 || index > 1_190 || index % 200 === 3);
  const said = Array.from({ length: 1_220 }, (_, index) => `${hits(index) ? "周报" : "闲话"} ${index}`);
  for (let at = 0; at < said.length; at += 400) await world.say(group, lin, said.slice(at, at + 400));
  await world.index();
  const expected = said.filter((text) => text.startsWith("周报")).reverse();
  expect(await world.texts(lin, { text: "周报", limit: 100 })).toEqual(expected);
  for (const limit of [1, 3]) {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await world.find(lin, { text: "周报", limit, ...(cursor ? { cursor } : {}) });
      seen.push(...page.hits.map(({ snippet }) => snippet));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(expected);
  }
});
