import { randomUUID } from "node:crypto";
import type { Entry } from "@qunxin/protocol";
import { memoryKb } from "../harness/cpu.ts";
import { sleep } from "./clock.ts";
import { inFifties, openDevice } from "./device.ts";
import type { LoadResult, StallJob } from "./jobs.ts";
import { createMeter, openRoom, runIn, settle, speakSteadily } from "./talk.ts";

const catchUpMs = 60_000;
/** Those that catch up do so side by side, but not all at once. */
const catchUpAtOnce = 5;
/** As long as a message may be: 15 KB on the wire. */
const longText = "字".repeat(5_000);
/** One device may make a hundred calls a second. */
const fillEveryMs = 12;

/** What the others notice of devices that stop reading, and whether these have everything in the end. */
export async function stall(job: StallJob): Promise<LoadResult> {
  const meter = createMeter(job);
  const room = await openRoom({ ...job, timeEvery: 1 }, job.room, meter);
  const stop = speakSteadily([room], job.perSecond);
  await runIn(job.seconds);
  const before = await meter.measure(job.seconds);
  const memory = watchMemory(job.serverPid);
  const sleepers = await inFifties(job.stalled, (token) => fallAsleep(job, token));
  await fillUp(job);
  const measured = await meter.measure(job.stalledSeconds);
  stop();
  await settle([room], meter);
  const memoryKbs = memory.end();
  room.close();
  const outcomes = await wakeAll(job, sleepers);
  const howMany = (pick: (outcome: Outcome) => boolean) => outcomes.filter(pick).length;
  const stallResult = {
    timesBefore: before.deliveryTimes,
    memoryKb: memoryKbs,
    told: howMany(({ told }) => told),
    sentAway: howMany(({ sentAway }) => sentAway),
    lost: howMany(({ lost }) => lost),
  };
  return { ...measured, stall: stallResult };
}

/** Sends long messages to those who do not read alone, more than the kernel keeps. */
async function fillUp({ url, filling }: StallJob): Promise<void> {
  const { conversationId, sender, messages } = filling;
  const device = await openDevice(url, sender);
  for (let number = 0; number < messages; number++) {
    const message = { conversationId, clientId: randomUUID(), text: longText, mentions: [], mentionAll: false };
    await Promise.all([device.call("messages.send", { ...message, replyToSeq: null }), sleep(fillEveryMs)]);
  }
  device.socket.terminate();
}

type Sleeper = Awaited<ReturnType<typeof fallAsleep>>;

async function wakeAll(job: StallJob, sleepers: readonly Sleeper[]): Promise<Outcome[]> {
  const last = await lastSeqs(job);
  const outcomes: Outcome[] = [];
  for (let at = 0; at < sleepers.length; at += catchUpAtOnce) {
    const some = sleepers.slice(at, at + catchUpAtOnce);
    outcomes.push(...(await Promise.all(some.map((sleeper) => sleeper.wake(last)))));
  }
  return outcomes;
}

interface Outcome {
  readonly told: boolean;
  readonly sentAway: boolean;
  readonly lost: boolean;
}

/** What a device knows of one conversation. */
interface Known {
  readonly from: number;
  readonly seqs: Set<number>;
  /** It was told that entries up to here were not sent. */
  gapTo: number;
}

/** A device that connects and reads nothing from then on. */
async function fallAsleep(job: StallJob, token: string) {
  const { socket, onFrame } = await openDevice(job.url, token);
  socket.pause();
  const from = await lastSeqs(job);
  const known = new Map([...from].map(([id, seq]) => [id, { from: seq, seqs: new Set(), gapTo: 0 } as Known]));
  let sentAway = false;
  socket.on("close", () => {
    sentAway = true;
  });
  onFrame((frame) => {
    if (frame.k === "entries") for (const { seq } of frame.e) known.get(frame.c)?.seqs.add(seq);
    const one = frame.k === "gap" ? known.get(frame.c) : undefined;
    if (one && frame.k === "gap") one.gapTo = frame.to;
  });

  /** Reads on until it has heard of the last messages, and fetches what it was told that it missed. */
  async function wake(last: ReadonlyMap<string, number>): Promise<Outcome> {
    socket.resume();
    const heard = () => [...known].every(([id, one]) => Math.max(one.gapTo, ...one.seqs) >= (last.get(id) ?? 0));
    for (let waited = 0; !sentAway && !heard() && waited < catchUpMs; waited += 50) await sleep(50);
    const isLost = !sentAway && !heard();
    const told = [...known.values()].some(({ gapTo }) => gapTo > 0);
    for (const [id, one] of known) if (sentAway || one.gapTo > 0) await fetchMissing(job.url, token, id, one);
    socket.terminate();
    const lacks = [...known].some(([id, one]) => firstMissing(one) <= (last.get(id) ?? 0));
    return { told, sentAway, lost: isLost || lacks };
  }
  return { wake };
}

function firstMissing({ from, seqs }: Known): number {
  let seq = from + 1;
  while (seqs.has(seq)) seq += 1;
  return seq;
}

function watchMemory(pid: number): { end(): { before: number; most: number } } {
  const before = memoryKb(pid).rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, memoryKb(pid).rss);
  }, 250);
  return {
    end() {
      clearInterval(timer);
      return { before, most };
    },
  };
}

async function lastSeqs({ url, room, filling }: StallJob): Promise<Map<string, number>> {
  const ends = [
    [room.conversationId, room.receivers[0] ?? ""],
    [filling.conversationId, filling.sender],
  ] as const;
  const found = ends.map(async ([conversationId, token]) => {
    const { lastSeq } = await history(url, token, { conversationId, limit: 1 });
    return [conversationId, lastSeq] as const;
  });
  return new Map(await Promise.all(found));
}

async function fetchMissing(url: string, token: string, conversationId: string, known: Known): Promise<void> {
  for (let more = true; more; ) {
    const after = firstMissing(known) - 1;
    const page = await history(url, token, { conversationId, after, limit: 100 });
    for (const { seq } of page.entries) known.seqs.add(seq);
    more = page.moreAfter && page.entries.length > 0;
  }
}

interface Page {
  readonly entries: readonly Entry[];
  readonly moreAfter: boolean;
  readonly lastSeq: number;
}

async function history(url: string, token: string, input: object): Promise<Page> {
  const answer = await fetch(`${url}/api/messages.history`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`no history: ${await answer.text()}`);
  return (await answer.json()) as Page;
}
