import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Receipt, ServerFrame } from "@qunxin/protocol";
import { openCompany } from "@qunxin/testkit";
import { WebSocket } from "ws";
import { cpuSeconds, startServer } from "./processes.ts";
import { prepareCompany, type Stage } from "./stage.ts";

/** One message read by everybody of a large group. */
interface Round {
  /** CPU of the server with its PostgreSQL, as a part of one core, while everybody read. */
  readonly serverCpu: number;
  /** From the last read that was sent until its author was told the right number. */
  readonly lagMs: number;
  /** How often the author was told in between. */
  readonly events: number;
}

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, "database-url": { type: "string" } },
});
const people = options.quick ? 500 : 2_000;
const rounds = options.quick ? 2 : 5;
const withinMs = 2_000;
/** What the group is allowed to cost. */
const target = { serverCpu: 0.2, lagMs: 1_000 };

const dataDir = mkdtempSync(join(tmpdir(), "qunxin-bench-"));
const server = await startServer(dataDir, options["database-url"]);
const databaseUrl =
  options["database-url"] ??
  `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`;
try {
  console.log(`setting up a group of ${people} ...`);
  const company = await openCompany({ ...server, databaseUrl }, { people: people - 1 });
  const stage = await prepareCompany(company, { groups: 0, groupMembers: 0 });
  await company.close();
  report(await measure(stage));
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function measure({ everybody, bigGroupId }: Stage): Promise<Round[]> {
  const devices: Device[] = [];
  for (let at = 0; at < everybody.length; at += 50) {
    devices.push(...(await Promise.all(everybody.slice(at, at + 50).map(openDevice))));
  }
  const [author, ...readers] = devices;
  if (!author) throw new Error("nobody is there");
  const done: Round[] = [];
  for (let round = 0; round < rounds; round++) done.push(await readOnce(author, readers, bigGroupId));
  for (const { socket } of devices) socket.terminate();
  return done;
}

async function readOnce(author: Device, readers: readonly Device[], conversationId: string): Promise<Round> {
  const message = { conversationId, clientId: randomUUID(), text: "请看", mentions: [], mentionAll: false };
  const { seq } = (await author.call("messages.send", { ...message, replyToSeq: null })) as { seq: number };
  await author.call("receipts.watch", { conversationId, seqs: [seq] });
  await sleep(2_000);
  const told: Receipt[] = [];
  const complete = new Promise<void>((resolve) => {
    author.onReceipts((receipts) => {
      const one = receipts.find((receipt) => receipt.seq === seq);
      if (one) told.push(one);
      if (one?.unread === 0) resolve();
    });
  });
  const cpuBefore = cpuSeconds(server.pid) ?? 0;
  const startedAt = performance.now();
  const answers: Promise<unknown>[] = [];
  for (const [index, reader] of readers.entries()) {
    const due = startedAt + (index / readers.length) * withinMs - performance.now();
    if (due > 1) await sleep(due);
    answers.push(reader.call("conversations.markRead", { conversationId, seq }));
  }
  const lastAt = performance.now();
  await Promise.all(answers);
  await complete;
  const lagMs = performance.now() - lastAt;
  const seconds = (performance.now() - startedAt) / 1_000;
  return { serverCpu: ((cpuSeconds(server.pid) ?? 0) - cpuBefore) / seconds, lagMs, events: told.length };
}

type Device = Awaited<ReturnType<typeof openDevice>>;

async function openDevice(token: string) {
  const socket = new WebSocket(`${server.url.replace(/^http/, "ws")}/api/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const waiting = new Map<number, { done: (output: unknown) => void; failed: (error: Error) => void }>();
  let lastId = 0;
  let tell: (receipts: readonly Receipt[]) => void = () => undefined;
  const greeted = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.k === "hello") greeted.resolve();
    if (frame.k === "ok") waiting.get(frame.id)?.done(frame.output);
    if (frame.k === "fail") waiting.get(frame.id)?.failed(new Error(JSON.stringify(frame.error)));
    if (frame.k === "event" && frame.event.type === "receipts") tell(frame.event.receipts);
  });
  socket.once("error", greeted.reject);
  await greeted.promise;
  return {
    socket,
    onReceipts(listener: typeof tell) {
      tell = listener;
    },
    call(name: string, input: unknown): Promise<unknown> {
      lastId += 1;
      const id = lastId;
      socket.send(JSON.stringify({ k: "call", id, call: name, input }));
      return new Promise((done, failed) => waiting.set(id, { done, failed }));
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

function report(all: readonly Round[]): void {
  const median = (pick: (round: Round) => number) =>
    [...all].map(pick).sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;
  const middle = {
    serverCpu: median((r) => r.serverCpu),
    lagMs: median((r) => r.lagMs),
    events: median((r) => r.events),
  };
  console.table({ median: middle, target });
  const folder = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  const file = join(folder, `reads-${at.replaceAll(":", "-")}.json`);
  writeFileSync(file, `${JSON.stringify({ at, people, withinMs, machine, median: middle, rounds: all }, null, 2)}\n`);
  console.log(`written to ${file}`);
}
