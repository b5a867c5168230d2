import { cpuSeconds } from "../harness/cpu.ts";
import { count, type Histogram } from "../harness/histogram.ts";
import { cpuSince, microseconds, sleep } from "./clock.ts";
import type { LoadResult, Room, TalkJob } from "./jobs.ts";
import { bareFrame, sendCall } from "./messages.ts";
import { openRaw, type RawSocket } from "./raw-socket.ts";

const warmUpMs = 2_000;
const patienceMs = 30_000;
const openAtOnce = 50;

/** Opens all devices, lets people talk, runs in, measures, and waits until everything has arrived. */
export async function talk(job: TalkJob): Promise<LoadResult> {
  const meter = createMeter(job);
  const rooms: OpenRoom[] = [];
  for (const room of job.rooms) rooms.push(await openRoom(job, room, meter));
  const stop = "perSecond" in job.pace ? speakSteadily(rooms, job.pace.perSecond) : keepBusy(rooms, job.pace.inFlight);
  await sleep(warmUpMs);
  const measured = await meter.measure();
  stop();
  const missing = () => rooms.reduce((sum, room) => sum + room.missing(), 0);
  for (let waited = 0; missing() > 0 && waited < patienceMs; waited += 100) await sleep(100);
  if (missing() > 0) throw new Error(`${missing()} deliveries never came from ${job.url} ${meter.refusal()}`);
  if (meter.refusal()) throw new Error(`refused: ${meter.refusal()}`);
  for (const room of rooms) room.close();
  return measured;
}

/** Counts while it measures, and only then. */
function createMeter({ seconds, serverPid }: TalkJob) {
  const ackTimes: Histogram = [];
  const deliveryTimes: Histogram = [];
  let running = false;
  let deliveries = 0;
  let acknowledged = 0;
  let refusal = "";
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
    async measure(): Promise<LoadResult> {
      const serverBefore = cpuSeconds(serverPid);
      const cpu = process.cpuUsage();
      const startedAt = microseconds();
      running = true;
      await sleep(seconds * 1_000);
      running = false;
      const took = (microseconds() - startedAt) / 1e6;
      const load = cpuSince(cpu);
      const serverCpuSeconds = cpuSeconds(serverPid) - serverBefore;
      return { deliveries, acknowledged, seconds: took, cpuSeconds: load, serverCpuSeconds, ackTimes, deliveryTimes };
    },
  };
}

type Meter = ReturnType<typeof createMeter>;
type OpenRoom = Awaited<ReturnType<typeof openRoom>>;

async function openRoom({ url, timeEvery }: TalkJob, room: Room, meter: Meter) {
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
  const receivers = await openAll(room.receivers, (token, index) => openRaw({ ...address, token }, scans(index)));
  const acknowledge = (id: number) => {
    answered += 1;
    const dueAt = pending.get(id);
    pending.delete(id);
    if (dueAt !== undefined) meter.acknowledged(dueAt);
    refill();
  };
  const answers = { answered: acknowledge, refused: meter.refused };
  const senders = await openAll(room.senders, (token) => openRaw({ ...address, token }, answers));
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
    missing: () => sent * receivers.length - delivered,
    onProgress(listener: () => void) {
      refill = listener;
    },
    close() {
      for (const { close } of [...receivers, ...senders]) close();
    },
  };
}

async function openAll(
  tokens: readonly string[],
  open: (token: string, index: number) => Promise<RawSocket>,
): Promise<RawSocket[]> {
  const opened: RawSocket[] = [];
  for (let at = 0; at < tokens.length; at += openAtOnce) {
    const some = tokens.slice(at, at + openAtOnce);
    opened.push(...(await Promise.all(some.map((token, index) => open(token, at + index)))));
  }
  return opened;
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
function speakSteadily(rooms: readonly OpenRoom[], perSecond: number): () => void {
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
