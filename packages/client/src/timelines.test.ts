import type { ConversationId, Entry, PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import type { Call } from "./calls.ts";
import type { Outbox } from "./outbox.ts";
import { createTimelines } from "./timelines.ts";

const id = "conversation" as ConversationId;

function entry(seq: number): Entry {
  const body = { kind: "message", text: `${seq}`, mentions: [], mentionAll: false, replyTo: null };
  return { id: `entry ${seq}`, seq, ordinal: seq, at: "2026-01-01T00:00:00Z", by: null, clientId: null, body } as never;
}

/** Timelines of a conversation with one entry; history answers when told to. */
function timelinesOf() {
  let me: PrincipalId | null = null;
  const asked: (() => void)[] = [];
  const page = { entries: [entry(1)], moreBefore: false, moreAfter: false, lastSeq: 1 };
  const call = (() => new Promise((resolve) => asked.push(() => resolve(page)))) as unknown as Call;
  const outbox = { items: () => [] } as unknown as Outbox;
  const made = createTimelines({ call, me: () => me, outbox, outgoing: () => [], shownUpTo: () => undefined });
  const become = (next: PrincipalId | null) => {
    me = next;
  };
  return { ...made, asked, become };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a timeline opened before it is known who is signed in loads for them and takes what comes live", async () => {
  const { timelines, sink, asked, become } = timelinesOf();
  timelines.open(id);
  await settled();
  become("lin" as PrincipalId);
  sink.reset();
  await settled();
  expect(asked).toHaveLength(2);
  for (const answer of asked) answer();
  await settled();
  sink.entries(id, [entry(2)]);
  expect(
    timelines
      .of(id)
      .getSnapshot()
      .rows.map(({ key }) => key),
  ).toEqual(["entry 1", "entry 2"]);
});

test("after signing out nothing is asked and nothing is left", async () => {
  const { timelines, sink, asked, become } = timelinesOf();
  become("lin" as PrincipalId);
  timelines.open(id);
  await settled();
  asked[0]?.();
  await settled();
  become(null);
  sink.reset();
  await settled();
  expect(asked).toHaveLength(1);
  expect(timelines.of(id).getSnapshot().rows).toEqual([]);
});
