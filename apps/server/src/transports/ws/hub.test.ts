import {
  type CallInput,
  type CallName,
  type ConversationId,
  closeCodes,
  type PrincipalId,
  type SessionId,
} from "@qunxin/protocol";
import { expect, test } from "vitest";
import type { ConversationLog } from "../../domains/log/index.ts";
import { newsLost } from "../../platform/bus.ts";
import type { Actor } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { deafenable, openSocketWorld, type SocketWorld, say, seeded, unruly } from "./testing.ts";

type Device = Awaited<ReturnType<SocketWorld["device"]>>;

async function opened(options: Parameters<typeof openSocketWorld>[0]) {
  const world = await openSocketWorld({ ...options, incoming: { callsPerSecond: 1e6, burst: 1e6 } });
  const [lin, wei, ana] = (await world.add(3)) as [Actor, Actor, Actor];
  const group = await world.group([lin, wei, ana]);
  return { world, lin, wei, ana, group };
}

const selection = (people: PrincipalId[]) => ({ people, departments: [], groups: [], except: [] });

/** As another process would end it whose news does not come. */
async function endQuietly({ sql }: Tx, id: SessionId): Promise<void> {
  await sql.updateTable("sessions").set({ ended_at: new Date() }).where("id", "=", id).execute();
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

test("entries come in order of seq although publications overtake each other", async () => {
  const { world, lin, wei, ana, group } = await opened({ bus: unruly(seeded(1)) });
  const devices = [await world.device(lin), await world.device(wei), await world.device(ana)] as const;
  const [first] = devices;
  const sends = devices.flatMap((device, who) => range(1, 40).map((i) => say(device, group, `${who} ${i}`)));
  const renames = range(1, 10).map((i) => first.call("groups.edit", { groupId: group, name: `name ${i}` }));
  await Promise.all([...sends, ...renames]);
  for (const device of devices) {
    await device.until("130 entries", () => device.entriesOf(group).length >= 130);
    const seqs = device.entriesOf(group).map(({ seq }) => seq);
    expect(seqs).toEqual(range(seqs[0] ?? 0, (seqs[0] ?? 0) + 129));
  }
  await world.close();
});

test("a publication that never comes is fetched from the log after a moment", async () => {
  let count = 0;
  const lose = () => ++count % 4 === 0;
  const { world, lin, wei, group } = await opened({ bus: unruly(seeded(2), { loses: lose }), patienceMs: 100 });
  const [sender, reader] = [await world.device(lin), await world.device(wei)];
  const before = (await sender.call("conversations.get", { conversationId: group })).lastSeq;
  for (const i of range(1, 21)) await say(sender, group, `${i}`);
  await reader.until("20 entries", () => reader.entriesOf(group).length >= 20);
  const seqs = reader.entriesOf(group).map(({ seq }) => seq);
  expect(seqs).toEqual(range(before + 1, before + seqs.length));
  await world.close();
});

test("when news was lost, sockets are brought in line with the store, and devices are told to fetch the rest", {
  timeout: 60_000,
}, async () => {
  const { bus: link, deafen } = deafenable();
  // Only what is said after the loss may help here, never the patience of a channel.
  const { world, lin, wei, ana, group } = await opened({ bus: link, patienceMs: 600_000 });
  const [zoe] = (await world.add(1)) as [Actor];
  const [sender, reader, removed] = [await world.device(lin), await world.device(wei), await world.device(ana)];
  const [joining, ended] = [await world.device(zoe), await world.device(wei)];
  deafen(true);
  const { seq } = await say(sender, group, "nobody is told");
  await sender.call("groups.removeMembers", { groupId: group, members: [ana.id] });
  await sender.call("groups.addMembers", { groupId: group, selection: selection([zoe.id]) });
  await world.transact((tx) => endQuietly(tx, ended.session.sessionId));
  expect(reader.entriesOf(group)).toEqual([]);

  world.bus.publish(newsLost, { deaf: true });
  await reader.until("the entry", () => reader.entriesOf(group).some((entry) => entry.seq === seq));
  expect(await ended.closed).toBe(closeCodes.signedOut);
  await removed.until("removed", () => removed.events().some(({ type }) => type === "conversation.removed"));
  await joining.until("added", () => joining.events().some(({ type }) => type === "conversation.added"));
  const told = (device: Device) => device.events().some(({ type }) => type === "news.lost");
  expect(told(reader)).toBe(false);

  deafen(false);
  world.bus.publish(newsLost, { deaf: false });
  for (const device of [reader, removed, joining]) await device.until("news.lost", () => told(device));
  const after = await say(sender, group, "all hear again");
  await joining.until("what follows", () => joining.entriesOf(group).some((entry) => entry.seq === after.seq));
  expect(removed.entriesOf(group)).toEqual([]);
  await world.close();
});

test("why a conversation is gone is told also when the news of it was shortened between processes", async () => {
  const { world, lin, wei, ana, group } = await opened({ bus: unruly(seeded(3), { shortens: () => true }) });
  const [zoe] = (await world.add(1)) as [Actor];
  const [owner, removed] = [await world.device(lin), await world.device(wei)];
  const [left, other] = [await world.device(ana), await world.device(zoe)];
  await owner.call("groups.addMembers", { groupId: group, selection: selection([zoe.id]) });
  const reason = async (device: Device) => {
    const gone = () => device.events().find((event) => event.type === "conversation.removed");
    await device.until("conversation.removed", () => gone() !== undefined);
    return gone();
  };
  await left.call("groups.leave", { groupId: group });
  expect(await reason(left)).toMatchObject({ conversationId: group, reason: "left" });
  await owner.call("groups.removeMembers", { groupId: group, members: [wei.id] });
  expect(await reason(removed)).toMatchObject({ reason: "removed" });
  await owner.call("groups.dissolve", { groupId: group });
  expect(await reason(owner)).toMatchObject({ reason: "dissolved" });
  expect(await reason(other)).toMatchObject({ reason: "dissolved" });
  await world.close();
});

test.each([
  [11, 0],
  [12, 0],
  [13, 0.3],
  [14, 1],
])(
  "whoever goes and comes gets exactly what they may see, in races of seed %i, news shortened at %d",
  async (seed, share) => {
    const random = seeded(seed);
    const { world, lin, wei, ana, group } = await opened({ bus: unruly(random, { shortens: () => random() < share }) });
    const [owner, guest, talker] = [await world.device(lin), await world.device(wei), await world.device(ana)];
    const devices = [owner, guest, talker];
    const churn = async () => {
      for (const _ of range(1, 6)) {
        await owner.call("groups.removeMembers", { groupId: group, members: [wei.id] });
        if (random() < 0.5) devices.push(await world.device(wei));
        await new Promise((wake) => setTimeout(wake, random() * 20));
        await owner.call("groups.addMembers", { groupId: group, selection: selection([wei.id]) });
        if (random() < 0.5) devices.push(await world.device(wei));
      }
    };
    const talk = async () => {
      for (const i of range(1, 80)) await say(talker, group, `${i}`);
    };
    await Promise.all([churn(), talk(), talk()]);
    // Something for the device that came last, too.
    const { seq: last } = await say(talker, group, "the end");
    const { rows } = await world.pool.query<{ principal_id: string; seqs: number[] }>(
      `select m.principal_id, array_agg(e.seq order by e.seq) as seqs
     from members m join entries e using (conversation_id)
     where m.conversation_id = $1 and m.visible @> e.seq group by 1`,
      [group],
    );
    const visible = new Map(rows.map((row) => [row.principal_id, row.seqs]));
    for (const device of devices) {
      const me = device.frames.find(({ k }) => k === "hello");
      const mine = visible.get(me?.k === "hello" ? me.me : "") ?? [];
      await device.until("the last entry", () => device.entriesOf(group).at(-1)?.seq === last);
      const got = device.entriesOf(group).map(({ seq }) => seq);
      const due = mine.filter((seq) => seq >= (got[0] ?? 0));
      // Everything visible since the device was there, and nothing else.
      if (share === 0) expect(got).toEqual(due);
      // Shortened news tells of a going only afterwards: the end of an earlier stay may be lacking, and the device is
      // told to throw that stay away. What may not be seen never comes, and the present stay is whole.
      else {
        expect(got).toEqual(due.filter((seq) => got.includes(seq)));
        const stay = due.slice(due.findLastIndex((seq, index) => seq - 1 !== due[index - 1]));
        expect(got.slice(-stay.length)).toEqual(stay);
      }
    }
    await world.close();
  },
);

/** Holds back the next answer about who is in that conversation, once armed, until `go`; or lets it fail then. */
function slowStore(fails: boolean) {
  const { promise, resolve: go } = Promise.withResolvers<void>();
  let armed: ConversationId | null = null;
  let holding = false;
  const asking = (log: ConversationLog): ConversationLog => ({
    ...log,
    async presentAmong(...args) {
      if (args[1] !== armed) return log.presentAmong(...args);
      armed = null;
      holding = true;
      await promise;
      if (fails) throw new Error("the store is away");
      return log.presentAmong(...args);
    },
  });
  const arm = (id: ConversationId) => {
    armed = id;
  };
  return { asking, arm, go, holding: () => holding };
}

test.each([false, true])(
  "who comes in while the last listener goes and the store is asked gets everything; the store failing: %s",
  async (fails) => {
    const store = slowStore(fails);
    const { world, lin, wei, ana } = await opened({
      asked: store.asking,
      bus: unruly(() => 10, { shortens: () => true }),
      patienceMs: 100,
    });
    const group = await world.group([lin, wei]);
    const [talker, listener] = [await world.device(ana), await world.device(wei)];
    const owner = { call: <N extends CallName>(name: N, input: CallInput<N>) => world.call(name, lin, input) };
    // News that only the store explains: it is asked, and answers late.
    store.arm(group);
    await owner.call("groups.edit", { groupId: group, name: "renamed" });
    await expect.poll(store.holding, { timeout: 8_000 }).toBe(true);
    listener.ws.close();
    await expect.poll(() => world.sockets.connections(), { timeout: 8_000 }).toBe(1);
    await owner.call("groups.addMembers", { groupId: group, selection: selection([ana.id]) });
    // The store is asked before the news of the coming is here, and knows of it.
    store.go();
    await talker.until("the coming", () => talker.events().some(({ type }) => type === "conversation.added"));
    const { seq } = await say(talker, group, "am I here");
    await talker.until("one's own message", () => talker.entriesOf(group).at(-1)?.seq === seq);
    await world.close();
  },
);

test("a device that does not read is bounded, told of the gap once it reads, and the others do not wait", async () => {
  const { world, lin, wei, ana, group } = await opened({ outgoing: { parkMs: 60_000 } });
  const [sender, slow, quick] = [await world.device(lin), await world.device(wei), await world.device(ana)];
  slow.ws.pause();
  const text = "长".repeat(5_000);
  const sent = range(1, 900).map(() => say(sender, group, text));
  const { seq } = (await Promise.all(sent)).reduce((a, b) => (a.seq > b.seq ? a : b));
  await quick.until("everything", () => quick.entriesOf(group).at(-1)?.seq === seq);
  slow.ws.resume();
  await slow.until("the gap", (frames) => frames.some((frame) => frame.k === "gap" && frame.to === seq), 15_000);
  const got = slow.entriesOf(group).map((entry) => entry.seq);
  expect(got).toEqual(range(got[0] ?? 0, got.at(-1) ?? 0));
  expect(got.length).toBeLessThan(900);
  const { entries } = await slow.call("messages.history", {
    conversationId: group,
    after: got.at(-1) ?? 0,
    limit: 200,
  });
  expect(entries[0]?.seq).toBe((got.at(-1) ?? 0) + 1);
  await world.close();
});

test("a device that stays behind too long is closed to come back", async () => {
  const { world, lin, wei, group } = await opened({ outgoing: { parkMs: 100 } });
  const [sender, slow] = [await world.device(lin), await world.device(wei)];
  slow.ws.pause();
  await Promise.all(range(1, 600).map(() => say(sender, group, "长".repeat(5_000))));
  await expect.poll(() => world.sockets.connections(), { timeout: 8_000 }).toBe(1);
  slow.ws.resume();
  expect([closeCodes.resync, 1006]).toContain(await slow.closed);
  await world.close();
});

test("when the server stops every device is told to come back later", async () => {
  const { world, lin } = await opened({});
  const device = await world.device(lin);
  await world.close();
  expect(await device.closed).toBe(closeCodes.stopping);
});
