import { afterAll, beforeAll, expect, test } from "vitest";
import { keepingChanged } from "./index.ts";
import { message, openGroup, openTestLog, person, send, type TestLog } from "./testing.ts";

let log: TestLog;

beforeAll(async () => {
  log = await openTestLog();
});
afterAll(() => log.close());

test("marks of many people at once move in few statements, each only forward, and each is told to its own person", async () => {
  const people = Array.from({ length: 300 }, person);
  const [owner] = people as [(typeof people)[0]];
  const id = await openGroup(log, people);
  const stored: { seq: number }[] = [];
  for (const text of ["1", "2", "3"]) stored.push(await send(log, id, owner, message(text)));
  const told: string[] = [];
  const end = log.bus.subscribe(keepingChanged, ({ personId, read }) => told.push(`${personId} ${read?.readSeq}`));
  const readers = people.slice(1);
  const before = await transactions(log);
  const marks = await Promise.all(
    readers.flatMap((reader) => [2, 1, 3].map((nth) => log.log.markRead(id, reader, stored[nth - 1]?.seq ?? 0))),
  );
  end();
  expect((await transactions(log)) - before).toBeLessThan(20);
  const last = { readSeq: stored[2]?.seq, readOrdinal: 3 };
  expect(marks.every((mark) => mark?.readSeq === last.readSeq && mark?.readOrdinal === 3)).toBe(true);
  expect(told.sort()).toEqual(readers.map((reader) => `${reader} ${last.readSeq}`).sort());
  expect(await log.log.markRead(id, readers[0] as never, stored[0]?.seq ?? 0)).toEqual(last);
  expect(await log.log.markRead(id, person(), 1)).toBeNull();
});

test("a row that a transaction holds keeps only its own person waiting", async () => {
  const [owner, held, free] = [person(), person(), person()];
  const id = await openGroup(log, [owner, held, free]);
  const { seq } = await send(log, id, owner, message("hi"));
  let waiting: Promise<unknown> | undefined;
  await log.transact(async (tx) => {
    await log.log.setNickname(tx, id, held, "nick");
    waiting = log.log.markRead(id, held, seq);
    expect(await log.log.markRead(id, free, seq)).toEqual({ readSeq: seq, readOrdinal: 1 });
  });
  expect(await waiting).toEqual({ readSeq: seq, readOrdinal: 1 });
});

/** Numbers of transactions that wrote are given out one by one. */
async function transactions({ pool }: TestLog): Promise<number> {
  const { rows } = await pool.query("select txid_current()::bigint as n");
  return rows[0].n;
}
