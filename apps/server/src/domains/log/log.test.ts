import type { ClientMessageId, ConversationId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../platform/ids.ts";
import { joined, joining, left, message, openGroup, openTestLog, person, send, type TestLog } from "./testing.ts";

let world: TestLog;
beforeAll(async () => {
  world = await openTestLog();
});
afterAll(() => world.close());

const [lin, wei, ana, kai] = [person(), person(), person(), person()];

async function all(conversationId: ConversationId) {
  return world.log.entriesBetween(world.reading, conversationId, 0, 1e9);
}

test("sixteen parallel writers, appending and recording, leave no gap and no double in seq and ordinal", async () => {
  const group = await openGroup(world, [lin, wei]);
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    for (let i = 0; i < 25; i++) {
      if (writer % 4 === 0) {
        await world.transact((tx) =>
          world.log.record(tx, group, [{ by: lin, body: { kind: "group_renamed", name: `${writer} ${i}` } }]),
        );
      } else await send(world, group, wei, message(`${writer} ${i}`));
    }
  });
  await Promise.all(writers);
  const entries = await all(group);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 401 }, (_, i) => i + 1));
  let messages = 0;
  for (const { body, ordinal } of entries) {
    if (body.kind === "message") messages += 1;
    expect(ordinal).toBe(messages);
  }
  expect(messages).toBe(300);
});

test("a retry with the same key answers the stored message, also when both tries are under way at once", async () => {
  const group = await openGroup(world, [lin, wei]);
  const key = newId<ClientMessageId>();
  const tries = await Promise.all([1, 2, 3].map(() => send(world, group, wei, message("once"), key)));
  const later = await send(world, group, wei, message("once"), key);
  expect(new Set([...tries, later].map(({ seq }) => seq))).toEqual(new Set([2]));
  expect([...tries, later].filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(await all(group)).toHaveLength(2);
});

test("a message that cannot be stored fails alone, with a clear code", async () => {
  const group = await openGroup(world, [lin, wei]);
  const sends = ["one", "tw\u0000", "three", "four", "\ud800", "six"].map((text) =>
    send(world, group, wei, message(text)),
  );
  const outcomes = await Promise.allSettled(sends);
  expect(outcomes.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(outcomes[1]).toMatchObject({ reason: { code: "request/invalid" } });
  const texts = (await all(group)).flatMap(({ body }) => (body.kind === "message" ? [body.text] : []));
  expect(texts.toSorted()).toEqual(["four", "one", "six", "three"]);
});

test("a message judged before somebody was taken out is refused as stale", async () => {
  const group = await openGroup(world, [lin, wei]);
  const before = await world.log.access(group);
  if (!before) throw new Error("no access");
  await world.transact((tx) => world.log.release(tx, group, [wei], { by: lin, body: left([wei]) }, { keepOut: true }));
  const draft = { conversationId: group, by: wei, clientId: newId<ClientMessageId>(), body: message("late") };
  expect(await world.log.append({ ...draft, accessVersion: before.accessVersion })).toBe("stale");
  const after = await world.log.access(group);
  expect(after?.accessVersion).toBeGreaterThan(before.accessVersion);
  expect(after?.members.has(wei)).toBe(false);
});

test("a broken append connection loses nothing, doubles nothing and hides nothing", async () => {
  const group = await openGroup(world, [lin, wei]);
  world.news.length = 0;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let i = 0; i < 30; i++) {
      if (writer === 0 && i % 10 === 5) {
        await world.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and query like '%no key update skip locked%'`,
        );
      }
      await send(world, group, wei, message(`${writer} ${i}`));
    }
  });
  await Promise.all(writers);
  const entries = await all(group);
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 241 }, (_, i) => i + 1));
  const published = world.news.flatMap((change) => change.entries.map(({ seq }) => seq));
  expect(published.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 240 }, (_, i) => i + 2));
});

test("a conversation held by a long transaction does not hold up the others", async () => {
  const [held, free] = [await openGroup(world, [lin]), await openGroup(world, [lin])];
  let waiting: Promise<unknown> = Promise.resolve();
  await world.transact(async (tx) => {
    await world.log.record(tx, held, [{ by: lin, body: { kind: "group_renamed", name: "slow" } }]);
    waiting = send(world, held, lin, message("waits"));
    await send(world, free, lin, message("goes"));
  });
  await waiting;
  expect((await all(held)).map(({ body }) => body.kind)).toEqual(["members_joined", "group_renamed", "message"]);
});

test("leaving and coming back leaves a hole in what one may read", async () => {
  const group = await openGroup(world, [lin, wei]);
  await send(world, group, lin, message("3: wei is here"));
  await world.transact((tx) => world.log.release(tx, group, [wei], { by: lin, body: left([wei]) }, { keepOut: true }));
  expect(await world.log.history(world.reading, { conversationId: group, viewer: wei, limit: 10 })).toBeNull();
  await send(world, group, lin, message("behind wei's back"));
  await world.transact((tx) => world.log.admit(tx, group, joining([wei]), { by: lin, body: joined([wei]) }, "none"));
  await send(world, group, lin, message("wei is back"));
  const see = async (query: object) => {
    const page = await world.log.history(world.reading, { conversationId: group, viewer: wei, limit: 10, ...query });
    return [page?.entries.map(({ seq }) => seq), page?.moreBefore, page?.moreAfter, page?.lastSeq];
  };
  expect(await see({})).toEqual([[1, 2, 5, 6], false, false, 6]);
  expect(await see({ limit: 2 })).toEqual([[5, 6], true, false, 6]);
  expect(await see({ before: 5, limit: 1 })).toEqual([[2], true, true, 6]);
  expect(await see({ after: 1, limit: 2 })).toEqual([[2, 5], true, true, 6]);
  expect(await see({ after: 0, limit: 2 })).toEqual([[1, 2], false, true, 6]);
  expect(await see({ around: 4, limit: 2 })).toEqual([[2, 5], true, true, 6]);
});

test("newcomers read nothing, the last messages, or all of what was before, as the group decides", async () => {
  const group = await openGroup(world, [lin]);
  for (const text of ["a", "b", "c"]) await send(world, group, lin, message(text));
  const admit = (id: typeof ana, history: "none" | "all" | { last: number }) =>
    world.transact((tx) => world.log.admit(tx, group, joining([id]), { by: lin, body: joined([id]) }, history));
  await admit(wei, "none");
  await admit(ana, { last: 2 });
  await admit(kai, "all");
  const first = async (viewer: typeof ana) => {
    const page = await world.log.history(world.reading, { conversationId: group, viewer, limit: 50 });
    return page?.entries[0]?.seq;
  };
  expect([await first(wei), await first(ana), await first(kai)]).toEqual([5, 3, 1]);
});

test("ten simultaneous openers of a direct conversation get the same one", async () => {
  const opened = Array.from({ length: 10 }, (_, i) =>
    world.transact((tx) => (i % 2 ? world.log.openDirect(tx, lin, ana) : world.log.openDirect(tx, ana, lin))),
  );
  expect(new Set(await Promise.all(opened)).size).toBe(1);
});

test("the read mark moves forward only and stops at the last entry", async () => {
  const group = await openGroup(world, [lin, wei]);
  for (const text of ["a", "b", "c"]) await send(world, group, lin, message(text));
  expect(await world.log.markRead(group, wei, 3)).toEqual({ readSeq: 3, readOrdinal: 2 });
  expect(await world.log.markRead(group, wei, 2)).toEqual({ readSeq: 3, readOrdinal: 2 });
  expect(await world.log.markRead(group, wei, 99)).toEqual({ readSeq: 4, readOrdinal: 3 });
  expect(await world.log.markRead(group, kai, 1)).toBeNull();
});

test("publications tell who came and who went, after the commit", async () => {
  world.news.length = 0;
  const group = await openGroup(world, [lin, wei]);
  await world.transact((tx) => world.log.close(tx, group, { by: lin, body: { kind: "dissolved" } }));
  expect(world.news.map(({ accessChanged }) => accessChanged)).toEqual([
    { joined: expect.arrayContaining([lin, wei]), left: [] },
    { joined: [], left: expect.arrayContaining([{ id: wei, reason: "dissolved" }]) },
  ]);
  expect((await world.log.access(group))?.members.size).toBe(0);
});

test("whatever is stored, appended or recorded, stands in the outbox once for each consumer, and nothing else does", async () => {
  await world.pool.query("delete from outbox");
  const group = await openGroup(world, [lin, wei]);
  const key = newId<ClientMessageId>();
  await Promise.all([message("a"), message("b")].map((body) => send(world, group, wei, body)));
  await send(world, group, wei, message("c"), key);
  await send(world, group, wei, message("c again"), key);
  const tooLate = { conversationId: group, by: wei, clientId: newId<ClientMessageId>(), body: message("d") };
  expect(await world.log.append({ ...tooLate, accessVersion: 0 })).toBe("stale");
  const { rows } = await world.pool.query(
    `select consumer, array_agg(seq order by seq) as seqs
     from outbox, unnest(conversation_ids, seqs) as t (conversation_id, seq) where conversation_id = $1 group by 1 order by 1`,
    [group],
  );
  const seqs = [1, 2, 3, 4];
  expect(rows).toEqual([
    { consumer: "index", seqs },
    { consumer: "notices", seqs },
  ]);
});
