import type { ConversationId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import type { Actor } from "../../platform/caller.ts";
import { openSocketWorld, type SocketWorld, say } from "./testing.ts";

type Device = Awaited<ReturnType<SocketWorld["device"]>>;

const roomy = { ringBytes: 64 * 1024 * 1024, ringsBytes: 64 * 1024 * 1024 };
const unhurried = { callsPerSecond: 1e6, burst: 1e6 };
/** More than the kernel takes in for a socket that is not read. */
const filling = 450;
/** Megabytes through sockets, on a machine that may be busy otherwise. */
const withinMs = 120_000;

async function opened(people: number, rings: { ringBytes?: number; ringsBytes?: number }) {
  const world = await openSocketWorld({ rings, incoming: unhurried, outgoing: { parkMs: 120_000 } });
  world.clock.moveBy(Date.now() - world.clock.now().getTime());
  const actors = await world.add(people);
  const group = await world.group(actors);
  const devices: Device[] = [];
  for (const actor of actors as Actor[]) devices.push(await world.device(actor));
  return { world, group, devices };
}

/** Says more than a device can leave unread before it is parked; answers the last seq. */
async function flood(sender: Device, group: ConversationId, count = filling): Promise<number> {
  const text = "长".repeat(5_000);
  const sent = await Promise.all(Array.from({ length: count }, () => say(sender, group, text)));
  return Math.max(...sent.map(({ seq }) => seq));
}

const seqsOf = (device: Device, group: ConversationId) => device.entriesOf(group).map(({ seq }) => seq);

function isWhole(seqs: readonly number[]): boolean {
  return seqs.every((seq, index) => index === 0 || seq === (seqs[index - 1] ?? 0) + 1);
}

test(
  "a device that stopped reading for a while gets what it missed, in order and without a gap",
  async () => {
    const { world, group, devices } = await opened(2, roomy);
    const [sender, slow] = devices as [Device, Device];
    slow.ws.pause();
    const before = await flood(sender, group);
    slow.ws.resume();
    const { seq } = await say(sender, group, "and on");
    await slow.until("the last entry", () => seqsOf(slow, group).at(-1) === seq, 30_000);
    const seqs = seqsOf(slow, group);
    expect(isWhole(seqs) && seqs.includes(before)).toBe(true);
    expect(seqs.length).toBeGreaterThan(filling);
    expect(slow.frames.some(({ k }) => k === "gap")).toBe(false);
    await world.close();
  },
  withinMs,
);

test(
  "what is recalled while a device does not read never reaches it, nor does a quote of it",
  async () => {
    const { world, group, devices } = await opened(2, roomy);
    const [sender, slow] = devices as [Device, Device];
    slow.ws.pause();
    await flood(sender, group);
    const { seq: target } = await say(sender, group, "the secret");
    await say(sender, group, "what do you mean", { replyToSeq: target });
    await sender.call("messages.recall", { conversationId: group, seq: target });
    const { seq: last } = await say(sender, group, "later");
    slow.ws.resume();
    const caughtUp = () =>
      slow.frames.some((frame) => frame.k === "gap" && frame.to >= last) || seqsOf(slow, group).includes(last);
    await slow.until("the end", caughtUp, 30_000);
    expect(JSON.stringify(slow.frames)).not.toContain("the secret");
    expect(JSON.stringify(sender.frames)).toContain("the secret");
    await world.close();
  },
  withinMs,
);

test(
  "with a tenth of the devices stalled the others get everything, and the stalled lose nothing",
  async () => {
    const { world, group, devices } = await opened(20, { ringBytes: 256 * 1024 });
    const [sender, stalled, other, ...quick] = devices as [Device, Device, Device, ...Device[]];
    for (const device of [stalled, other]) device.ws.pause();
    const last = await flood(sender, group);
    for (const device of quick) {
      await device.until("everything", () => seqsOf(device, group).at(-1) === last, 60_000);
      expect(isWhole(seqsOf(device, group))).toBe(true);
    }
    for (const device of [stalled, other]) {
      device.ws.resume();
      await device.until("the gap", (frames) => frames.some((frame) => frame.k === "gap"), 60_000);
      const got = seqsOf(device, group);
      expect(isWhole(got)).toBe(true);
      const missed: number[] = [];
      for (let after = got.at(-1) ?? 0; after < last; after = missed.at(-1) ?? last) {
        const { entries } = await device.call("messages.history", { conversationId: group, after, limit: 200 });
        missed.push(...entries.map(({ seq }) => seq));
      }
      const all = [...new Set([...got, ...missed])].sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: last - (all[0] ?? 0) + 1 }, (_, index) => (all[0] ?? 0) + index));
    }
    await world.close();
  },
  withinMs,
);
