import type { ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNewestEntries } from "./newest.ts";
import { message, openGroup, openTestLog, person, send, type TestLog } from "./testing.ts";

let world: TestLog;
beforeAll(async () => {
  world = await openTestLog();
});
afterAll(() => world.close());

async function standingOf(id: ConversationId) {
  const row = await world.reading.sql
    .selectFrom("conversations")
    .select(["last_seq as lastSeq", "shown_seq as shownSeq"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, ...row };
}

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const count = () => {
    statements += 1;
  };
  world.pool.on("acquire", count);
  await work();
  world.pool.off("acquire", count);
  return statements;
}

test("newest entries are read once for each seq of their log, and the least recently asked for are forgotten beyond a size", async () => {
  const by = person();
  const standings = [];
  for (let at = 0; at < 3; at++) {
    const id = await openGroup(world, [by]);
    await send(world, id, by, message(`${at}`.repeat(1_000)));
    standings.push(await standingOf(id));
  }
  const [first, second, third] = standings as [Standing, Standing, Standing];
  const newest = createNewestEntries(world, 10_000);
  const ask = (...all: Standing[]) => statementsOf(() => newest(all));
  expect(await ask(first, second)).toBe(1);
  expect(await ask(first, second)).toBe(0);
  expect(await ask(second, third)).toBe(1);
  expect(await ask(second, third)).toBe(0);
  expect(await ask(first)).toBe(1);
  await send(world, third.id, by, message("new"));
  const moved = await standingOf(third.id);
  expect(await ask(moved)).toBe(1);
  expect((await newest([moved])).get(third.id)?.body).toMatchObject({ text: "new" });
});

type Standing = Awaited<ReturnType<typeof standingOf>>;
