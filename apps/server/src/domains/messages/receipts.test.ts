import { type ConversationId, defaultPolicy, emptySelection, type ServerEvent } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import type { Listener } from "./ports.ts";
import { createReceiptWatch } from "./receipts-watch.ts";
import { openTalk, type Talk } from "./testing.ts";

let talk: Talk;
type Four = [Actor, Actor, Actor, Actor];
let [lin, wei, ana, bo]: Four = [] as never;
let group: ConversationId;

beforeAll(async () => {
  talk = await openTalk();
});
beforeEach(async () => {
  [lin, wei, ana, bo] = (await talk.add(4)) as Four;
  group = await talk.group([lin, wei, ana]);
});
afterAll(() => talk.close());

const watch = (actor: Actor, seqs: number[], conversationId = group) =>
  talk.call("receipts.watch", actor, { conversationId, seqs });
const readers = (actor: Actor, seq: number, conversationId = group) =>
  talk.call("receipts.readers", actor, { conversationId, seq });
const read = (actor: Actor, seq: number, conversationId = group) =>
  talk.call("conversations.markRead", actor, { conversationId, seq });
const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });

test("A60 Each message shows read n / unread m to its sender, and opens to both lists.", async () => {
  const { seq } = await talk.send(wei, group, "在吗");
  expect(await watch(wei, [seq])).toEqual({ off: false, receipts: [{ seq, unread: 2, read: 0 }] });
  await read(ana, seq);
  expect(await watch(wei, [seq])).toEqual({ off: false, receipts: [{ seq, unread: 1, read: 1 }] });
  expect(await readers(wei, seq)).toMatchObject({ unread: [lin.id], read: [ana.id], confirmed: [], confirm: null });
});

test("A60 ... no names of externals; nothing when the org or group turned receipts off.", async () => {
  const external = await talk.one({ kind: "external" });
  const customers = await talk.group([lin, wei], { type: "customer" });
  const { seq } = await talk.send(wei, customers, "您好");
  expect((await watch(wei, [seq], customers)).off).toBe(false);
  const selection = { ...emptySelection, people: [external.id] };
  await talk.call("groups.addMembers", lin, { groupId: customers, selection });
  expect(await watch(wei, [seq], customers)).toEqual({ off: true, receipts: [] });
  await refused(readers(wei, seq, customers), "messages/receipts_off");
  const own = await talk.send(wei, group, "1");
  await talk.call("groups.setOptions", lin, { groupId: group, options: { receipts: false } });
  expect(await watch(wei, [own.seq])).toEqual({ off: true, receipts: [] });
  await talk.call("groups.setOptions", lin, { groupId: group, options: { receipts: true } });
  expect((await watch(wei, [own.seq])).off).toBe(false);
  await talk.setPolicy({ messages: { ...defaultPolicy.messages, receipts: false } });
  expect((await watch(wei, [own.seq])).off).toBe(true);
  await refused(readers(wei, own.seq), "messages/receipts_off");
  await talk.setPolicy({ messages: defaultPolicy.messages });
});

test("only the author sees the receipts of a message, the staff those of announcements, and strangers nothing", async () => {
  const { seq } = await talk.send(wei, group, "1");
  await talk.call("groups.announce", lin, { groupId: group, text: "公告" });
  const announced = seq + 1;
  expect((await watch(lin, [seq, announced])).receipts).toEqual([{ seq: announced, unread: 2, read: 0 }]);
  expect((await watch(wei, [seq, announced, 999])).receipts.map((one) => one.seq)).toEqual([seq]);
  await refused(readers(lin, seq), "messages/receipt_not_found");
  await refused(readers(wei, announced), "messages/receipt_not_found");
  await refused(watch(bo, [seq]), "conversations/not_found");
  await refused(readers(bo, seq), "conversations/not_found");
});

test("who came later is in no list, and who left in none any more", async () => {
  const { seq } = await talk.send(wei, group, "1");
  await talk.call("groups.addMembers", lin, { groupId: group, selection: { ...emptySelection, people: [bo.id] } });
  expect((await readers(wei, seq)).counts).toEqual({ seq, unread: 2, read: 0 });
  await talk.call("groups.removeMembers", lin, { groupId: group, members: [ana.id] });
  expect(await readers(wei, seq)).toMatchObject({ unread: [lin.id], read: [] });
  const { id } = await talk.call("conversations.openDirect", wei, { personId: bo.id });
  const direct = await talk.send(wei, id, "hi");
  expect((await watch(wei, [direct.seq], id)).receipts).toEqual([{ seq: direct.seq, unread: 1, read: 0 }]);
});

test("what a listener was told equals the tables after random reads, messages, joins and leaves", async () => {
  const seed = 20_261_122;
  const random = seeded(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const people = await talk.add(12);
  const room = await talk.group([lin, wei, ...people]);
  const live = createReceiptWatch({ ...talk, ports: {} } as never);
  const device = listener(wei);
  const seqs: number[] = [];
  for (let step = 0; step < 120; step++) {
    const who = pick(people);
    const inside = (await talk.present(room)).includes(who.id);
    const act = random();
    if (act < 0.15) {
      seqs.push((await talk.send(wei, room, `${step}`)).seq);
      const answer = await live.watch(room, device, seqs.slice(-50));
      device.take(answer.receipts);
    } else if (act < 0.75 && inside) await read(who, Math.ceil(random() * (seqs.at(-1) ?? 1)), room);
    else if (act < 0.85 && inside) await talk.send(who, room, "x");
    else if (inside) await talk.call("groups.removeMembers", lin, { groupId: room, members: [who.id] });
    else
      await talk.call("groups.addMembers", lin, { groupId: room, selection: { ...emptySelection, people: [who.id] } });
  }
  const expected = await Promise.all(seqs.slice(-50).map(async (seq) => (await readers(wei, seq, room)).counts));
  await expect.poll(() => device.shown(seqs.slice(-50)), { timeout: 5_000 }).toEqual(expected);
  device.end();
  live.stop();
});

test("a listener is told at most about once a second, that receipts were turned off, and nothing once it ended", async () => {
  const { seq } = await talk.send(wei, group, "1");
  const live = createReceiptWatch({ ...talk, ports: {} } as never);
  const device = listener(wei);
  await live.watch(group, device, [seq]);
  await read(ana, seq);
  await read(lin, seq);
  // A slow machine may take the two reads for two moments.
  const both = { type: "receipts", off: false, receipts: [{ seq, unread: 0, read: 2 }] };
  await expect.poll(() => device.told.at(-1), { timeout: 5_000 }).toMatchObject(both);
  const soFar = device.told.length;
  expect(soFar).toBeLessThanOrEqual(2);
  await talk.call("groups.setOptions", lin, { groupId: group, options: { receipts: false } });
  await expect.poll(() => device.told.at(-1), { timeout: 5_000 }).toMatchObject({ off: true, receipts: [] });
  device.end();
  await talk.call("groups.setOptions", lin, { groupId: group, options: { receipts: true } });
  expect(device.told).toHaveLength(soFar + 1);
  live.stop();
});

function listener({ id: personId }: Actor) {
  const told: Extract<ServerEvent, { type: "receipts" }>[] = [];
  const known = new Map<number, unknown>();
  const ends: (() => void)[] = [];
  const take = (receipts: readonly { seq: number }[]) => {
    for (const one of receipts) known.set(one.seq, one);
  };
  return {
    personId,
    told,
    take,
    shown: (seqs: readonly number[]) => seqs.map((seq) => known.get(seq)),
    end: () => {
      for (const end of ends) end();
    },
    onEnd: (work: () => void) => void ends.push(work),
    tell(event: ServerEvent) {
      if (event.type !== "receipts") return;
      told.push(event);
      take(event.receipts);
    },
  } satisfies Listener & Record<string, unknown>;
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
