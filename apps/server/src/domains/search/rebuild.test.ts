import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestSearch, somebody, type TestSearch } from "./testing.ts";

let world: TestSearch;
let group: ConversationId;
const [lin, wei] = [somebody(), somebody()];

beforeAll(async () => {
  world = await openTestSearch({ bucketRows: 40 });
  group = await world.openGroup([lin, wei]);
  for (let day = 0; day < 5; day++) {
    await world.say(
      group,
      lin,
      Array.from({ length: 30 }, (_, index) => `日报 第${day}天 ${index}`),
    );
    world.clock.moveBy(24 * 3_600_000);
  }
  await world.index();
});
afterAll(() => world.close());

/** What the index holds, whatever the numbers; and the numbers are in the order of time. */
async function content() {
  const rows = await world.query("select * from search_messages order by n");
  const times = rows.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const keys = rows.map(({ conversation_id, seq }) => `${conversation_id} ${seq}`);
  expect(new Set(keys).size).toBe(keys.length);
  return rows
    .map(({ n: _, ...row }) => row)
    .sort((a, b) => a.conversation_id.localeCompare(b.conversation_id) || a.seq - b.seq);
}

const edit = async (seq: number, text: string) => {
  await world.query(
    "update entries set body = jsonb_set(body, '{text}', to_jsonb($3::text)) where conversation_id = $1 and seq = $2",
    [group, seq, text],
  );
  await world.transact((tx) =>
    world.log.record(tx, group, [{ by: lin.id, body: { kind: "message_edited", target: seq } }]),
  );
};

test("an index built anew equals the one that grew with the messages, and the old one is gone", async () => {
  const grown = await content();
  const told: number[] = [];
  expect(await world.search.rebuild((done) => told.push(done))).toBe(150);
  expect(await content()).toEqual(grown);
  expect(told.at(-1)).toBe(150);
  expect(await world.query("select generation, active from search_generations")).toEqual([
    { generation: 2, active: true },
  ]);
  expect((await world.texts(wei, { text: "日报 第4天" }))[0]).toBe("日报 第4天 29");
  // Looked for in all buckets, without a look at the newest messages first.
  expect((await world.texts(wei, { text: "日报 第0天", conversationId: group }))[0]).toBe("日报 第0天 29");
  expect(await world.query("select 1 from pg_class where relname = 'entries_in_order'")).toEqual([]);
});

test("what is written, changed and recalled while the index is built is right in the old one and in the new one", async () => {
  let step = 0;
  await world.search.rebuild(() => {
    step += 1;
  });
  const steps = step;
  step = 0;
  const interrupted = world.search.rebuild(() => {
    step += 1;
    if (step === 2) throw new Error("the machine went down");
  });
  await expect(interrupted).rejects.toThrow("the machine went down");
  await world.say(group, lin, ["日报 新写的"]);
  await edit(3, "日报 早就编入又改的");
  await edit(149, "日报 还没编入就改的");
  await world.query("update entries set recalled_at = now() where conversation_id = $1 and seq in (4, 150)", [group]);
  for (const target of [4, 150]) {
    await world.transact((tx) =>
      world.log.record(tx, group, [{ by: lin.id, body: { kind: "message_recalled", target } }]),
    );
  }
  await world.index();
  const newest = { text: "日报", limit: 100 };
  const before = await world.texts(wei, newest);
  expect([before[0], await world.texts(wei, { text: "又改" })]).toEqual(["日报 新写的", ["日报 早就编入又改的"]]);
  step = 0;
  await world.search.rebuild(() => {
    step += 1;
  });
  expect(step).toBeLessThan(steps);
  expect(await world.texts(wei, newest)).toEqual(before);
  expect(await content()).toHaveLength(149);
});

test("a worker that finds messages older than the index has it built", async () => {
  await world.query("delete from search_generations");
  expect(await world.texts(wei, { text: "日报" })).toEqual([]);
  await world.say(group, lin, ["日报 升级以后"]);
  await world.index();
  await world.search.prepare();
  expect(world.enqueued).toEqual(["search_first_building"]);
  await world.search.tasks.search_first_building?.({}, { last: false });
  expect((await world.texts(wei, { text: "日报", limit: 100 }))[0]).toBe("日报 升级以后");
  await world.search.prepare();
  expect(world.enqueued).toHaveLength(1);
});
