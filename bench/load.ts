import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { WebSocket } from "ws";
import { type CountingSocket, marker, openCounting } from "./raw-socket.ts";

/** What one load process does; it answers one LoadResult and ends. */
export type LoadJob =
  | {
      kind: "sends";
      url: string;
      senders: { token: string; conversationId: string }[];
      inFlight: number;
      seconds: number;
    }
  | {
      kind: "broadcast";
      url: string;
      tokens: string[];
      conversationId: string | null;
      inFlight: number;
      seconds: number;
    }
  | { kind: "drain"; port: number; sockets: number; messages: number };

export interface LoadResult {
  /** Acknowledged sends, or deliveries. */
  readonly count: number;
  readonly seconds: number;
  /** CPU seconds of this process while it measured. */
  readonly cpuSeconds: number;
  /** Milliseconds from send to acknowledgement; absent for deliveries. */
  readonly latency?: { p50: number; p99: number };
}

const padding = "要点：本周五之前把验收清单补齐，接口联调放在周四下午，压测结果统一发到群里。".repeat(2);

process.once("message", (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});

function run(job: LoadJob): Promise<LoadResult> {
  switch (job.kind) {
    case "sends":
      return measureSends(job);
    case "broadcast":
      return measureBroadcast(job);
    case "drain":
      return measureDrain(job);
    default:
      return job satisfies never;
  }
}

/** Every sender keeps `inFlight` messages unacknowledged: as many as the server can store, no more. */
async function measureSends({
  url,
  senders,
  inFlight,
  seconds,
}: Extract<LoadJob, { kind: "sends" }>): Promise<LoadResult> {
  const sockets = await Promise.all(senders.map(({ token }) => openSocket(url, token)));
  const latencies: number[] = [];
  const meter = startMeter(seconds);
  const sentAt = new Map<string, number>();
  for (const [index, socket] of sockets.entries()) {
    const conversationId = senders[index]?.conversationId ?? "";
    let number = 0;
    const next = () => {
      number += 1;
      sentAt.set(`${index} ${number}`, performance.now());
      socket.send(sendFrame(number, conversationId));
    };
    socket.on("message", (data: Buffer) => {
      const id = answeredId(data);
      if (id === null) return;
      const key = `${index} ${id}`;
      if (meter.running()) latencies.push(performance.now() - (sentAt.get(key) ?? 0));
      sentAt.delete(key);
      if (meter.going()) next();
    });
    for (let first = 0; first < inFlight; first++) next();
  }
  const measured = await meter.done;
  for (const socket of sockets) socket.terminate();
  latencies.sort((left, right) => left - right);
  const at = (part: number) => latencies[Math.floor(latencies.length * part)] ?? 0;
  return { ...measured, count: latencies.length, latency: { p50: at(0.5), p99: at(0.99) } };
}

/** Some speak, everybody receives; a further message goes out when one has reached everybody, `inFlight` at a time. */
async function measureBroadcast(job: Extract<LoadJob, { kind: "broadcast" }>): Promise<LoadResult> {
  const { url, tokens, conversationId, inFlight, seconds } = job;
  const { hostname: host, port } = new URL(url);
  let delivered = 0;
  let refill = () => {};
  const receivers: CountingSocket[] = [];
  for (let at = 0; at < tokens.length; at += 50) {
    const some = tokens.slice(at, at + 50).map((token) =>
      openCounting({ host, port: Number(port), path: "/api/socket", token }, (markers) => {
        delivered += markers;
        refill();
      }),
    );
    receivers.push(...(await Promise.all(some)));
  }
  // Several people talk: a single device may make only so many calls a second.
  const senders = await Promise.all(tokens.slice(0, speakers).map((token) => openSocket(url, token)));
  let refused = "";
  for (const sender of senders) {
    sender.on("message", (data) => {
      const text = String(data).slice(0, 200);
      if (text.startsWith('{"k":"fail"')) refused = text;
    });
  }
  const meter = startMeter(seconds);
  let sent = 0;
  let before = -1;
  refill = () => {
    if (meter.running() && before < 0) before = delivered;
    while (meter.going() && sent - delivered / tokens.length < inFlight) {
      sent += 1;
      const frame = conversationId === null ? bareFrame() : sendFrame(sent, conversationId);
      senders[sent % senders.length]?.send(frame);
    }
  };
  refill();
  const measured = await meter.done;
  const count = delivered - Math.max(0, before);
  for (let waits = 0; delivered < sent * tokens.length && waits < 300; waits++) await sleep(0.1);
  const missing = sent * tokens.length - delivered;
  if (missing > 0)
    throw new Error(`${missing} of ${sent * tokens.length} deliveries never came from ${url} ${refused}`);
  for (const { socket } of receivers) socket.destroy();
  for (const sender of senders) sender.terminate();
  return { ...measured, count };
}

/** Reads all that the C program writes. */
async function measureDrain({ port, sockets, messages }: Extract<LoadJob, { kind: "drain" }>): Promise<LoadResult> {
  let delivered = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const receivers: CountingSocket[] = [];
  for (let at = 0; at < sockets; at++) {
    const seen = (markers: number) => {
      delivered += markers;
      if (delivered === sockets * messages) resolve();
    };
    receivers.push(await openCounting({ host: "127.0.0.1", port }, seen));
  }
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  receivers[0]?.socket.write("g");
  await promise;
  const seconds = (performance.now() - startedAt) / 1000;
  for (const { socket } of receivers) socket.destroy();
  return { count: delivered, seconds, cpuSeconds: cpuSince(cpu) };
}

const warmUpSeconds = 2;
const speakers = 16;

/** Lets things run in for a moment, then measures for `seconds`. */
function startMeter(seconds: number) {
  let running = false;
  let over = false;
  const done = (async () => {
    await sleep(warmUpSeconds);
    running = true;
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    await sleep(seconds);
    running = false;
    over = true;
    return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: cpuSince(cpu) };
  })();
  return { done, running: () => running, going: () => !over };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function sleep(seconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, seconds * 1000));
}

async function openSocket(url: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  await new Promise((done, failed) => socket.once("open", done).once("error", failed));
  return socket;
}

function sendFrame(id: number, conversationId: string): string {
  const input = {
    conversationId,
    clientId: randomUUID(),
    text: `${marker}${padding}`,
    mentions: [],
    mentionAll: false,
    replyToSeq: null,
  };
  return JSON.stringify({ k: "call", id, call: "messages.send", input });
}

/** What the bare server sends on: as long as the entry that the real server makes of a message. */
function bareFrame(): string {
  return JSON.stringify({
    k: "entries",
    c: randomUUID(),
    e: [{ id: randomUUID(), clientId: randomUUID(), text: `${marker}${padding}` }],
  }).padEnd(bareFrameChars);
}

const bareFrameChars = 420;

/** The call number of an `ok` frame; null for any other. @throws when a send was refused */
function answeredId(data: Buffer): number | null {
  const text = data.toString("utf8", 0, 40);
  if (text.startsWith('{"k":"fail"')) throw new Error(`refused: ${data.toString()}`);
  const found = /^\{"k":"ok","id":(\d+)/.exec(text);
  return found ? Number(found[1]) : null;
}
