import { cpuSeconds } from "../harness/cpu.ts";
import { count, type Histogram } from "../harness/histogram.ts";
import { cpuSince, microseconds, sleep } from "./clock.ts";
import { inFifties } from "./device.ts";
import type { LoadResult, Room, TalkJob } from "./jobs.ts";
import { bareFrame, sendCall } from "./messages.ts";
import { openRaw, type RawSocket } from "./raw-socket.ts";

const longestWarmUpMs = 2_000;
const patienceMs = 30_000;

/** What is measured does not depend on how people talk. */
type Measuring = Pick<TalkJob, "url" | "timeEvery">;

/** Opens all devices, lets people talk, runs in, measures, and waits until everything has arrived. */
export async function talk(job: TalkJob): Promise<LoadResult> {
  const meter = createMeter(job);
  const rooms: OpenRoom[] = [];
  for (const room of job.rooms) rooms.push(await openRoom(job, room, meter));
  const stop = "perSecond" in job.pace ? speakSteadily(rooms, job.pace.perSecond) : keepBusy(rooms, job.pace.inFlight);
  await runIn(job.seconds);
  const measured = await meter.measure(job.seconds);
  stop();
  await settle(rooms, meter);
  for (const room of rooms) room.close();
  return measured;
}

/** Waits until all that was said has reached everybody. @throws when it does not, or when something was refused */
export async function settle(rooms: readonly OpenRoom[], meter: Meter): Promise<void> {
  const missing = () => rooms.reduce((sum, room) => sum + room.missing(), 0);
  for (let waited = 0; missing() > 0 && waited < patienceMs; waited += 100) await sleep(100);
  if (meter.refusal()) throw new Error(`refused: ${meter.refusal()}`);
  if (missing() > 0) throw new Error(`${missing()} deliveries or acknowledgements never came`);
}

/** Lets things get going before they are measured. */
export function runIn(seconds: number): Promise<void> {
  return sleep(Math.min(longestWarmUpMs, (seconds * 1_000) / 2));
}

/** Counts while it measures, and only then. */
export function createMeter({ serverPid }: Pick<TalkJob, "serverPid">) {
  let ackTimes: Histogram = [];
  let deliveryTimes: Histogram = [];
  let running = false;
  let deliveries = 0;
  let acknowledged = 0;
  let refusal = "";

  async function during(work: () => Promise<void>): Promise<LoadResult> {
    [ackTimes, deliveryTimes, deliveries, acknowledged] = [[], [], 0, 0];
    const serverBefore = cpuSeconds(serverPid);
    const cpu = process.cpuUsage();
    const startedAt = microseconds();
    running = true;
    await work();
    running = false;
    const took = (microseconds() - startedAt) / 1e6;
    const load = cpuSince(cpu);
    const serverCpuSeconds = cpuSeconds(serverPid) - serverBefore;
    return { deliveries, acknowledged, seconds: took, cpuSeconds: load, serverCpuSeconds, ackTimes, deliveryTimes };
  }

  return {
    delivered(messages: number) {
      if (running) deliveries += messages;
    },
    timed(dueAt: number) {
      if (running) count(deliveryTimes, microseconds() - dueAt);
    },
    acknowledged(dueAt: number) {
      if (!running) return;
      acknowledged += 1;
      count(ackTimes, microseconds() - dueAt);
    },
    refused(text: string) {
      refusal ||= text;
    },
    refusal: () => refusal,
    measure: (seconds: number) => during(() => sleep(seconds * 1_000)),
    during,
  };
}

export type Meter = ReturnType<typeof createMeter>;
export type OpenRoom = Awaited<ReturnType<typeof openRoom>>;

export async function openRoom({ url, timeEvery }: Measuring, room: Room, meter: Meter) {
  const { hostname: host, port } = new URL(url);
  const address = { host, port: Number(port), path: "/api/socket" };
  const pending = new Map<number, number>();
  let [sent, delivered, answered] = [0, 0, 0];
  let refill = () => {};
  const seen = (messages: number) => {
    delivered += messages;
    meter.delivered(messages);
    refill();
  };
  const stamped = (dueAt: number) => {
    meter.timed(dueAt);
    seen(1);
  };
  const scans = (index: number) => (index % timeEvery === 0 ? { stamped } : { seen });
  const receivers = await inFifties(room.receivers, (token, index) => openRaw({ ...address, token }, scans(index)));
  const acknowledge = (id: number) => {
    answered += 1;
    const dueAt = pending.get(id);
    pending.delete(id);
    if (dueAt !== undefined) meter.acknowledged(dueAt);
    refill();
  };
  const answers = { answered: acknowledge, refused: meter.refused };
  const senders = await inFifties(room.senders, (token) => openRaw({ ...address, token }, answers));
  const { conversationId } = room;
  return {
    send(dueAt: number) {
      sent += 1;
      const sender = senders[sent % senders.length] as RawSocket;
      if (conversationId === null) return sender.send(bareFrame(dueAt));
      pending.set(sent, dueAt);
      sender.send(sendCall(sent, conversationId, dueAt));
    },
    /** Messages that have not reached everybody, or are not acknowledged. */
    underWay: () => sent - Math.min(conversationId === null ? sent : answered, delivered / receivers.length),
    sent: () => sent,
    /** Deliveries and acknowledgements still to come. */
    missing: () => sent * receivers.length - delivered + (conversationId === null ? 0 : sent - answered),
    onProgress(listener: () => void) {
      refill = listener;
    },
    close() {
      for (const { close } of [...receivers, ...senders]) close();
    },
  };
}

/** As many messages as the server can take, no more: a further one goes out when one has reached everybody. */
function keepBusy(rooms: readonly OpenRoom[], inFlight: number): () => void {
  let going = true;
  for (const room of rooms) {
    const refill = () => {
      while (going && room.underWay() < inFlight) room.send(microseconds());
    };
    room.onProgress(refill);
    refill();
  }
  return () => {
    going = false;
  };
}

/** A message each time one is due, whether or not those before have come back; lateness of our own counts as time. */
export function speakSteadily(rooms: readonly OpenRoom[], perSecond: number): () => void {
  const startedAt = microseconds();
  let next = 0;
  const timer = setInterval(() => {
    for (let dueAt = dueOf(next); dueAt <= microseconds(); dueAt = dueOf(next)) {
      rooms[next % rooms.length]?.send(dueAt);
      next += 1;
    }
  }, 1);
  const dueOf = (number: number) => Math.floor(startedAt + (number * 1e6) / perSecond);
  return () => clearInterval(timer);
}
