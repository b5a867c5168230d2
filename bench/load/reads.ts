import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { cpuSeconds } from "../harness/cpu.ts";
import { cpuSince, sleep } from "./clock.ts";
import { type Device, inFifties, openDevice } from "./device.ts";
import type { LoadResult, ReadsJob } from "./jobs.ts";

/** One message read by everybody of a large group. */
interface Round {
  readonly seconds: number;
  readonly serverCpuSeconds: number;
  readonly cpuSeconds: number;
  readonly lagMs: number;
}

/** Sums over the rounds; the lags one by one. */
export async function measureReads(job: ReadsJob): Promise<LoadResult> {
  const devices = await inFifties(job.people, (token) => openDevice(job.url, token));
  const [author, ...readers] = devices;
  if (!author) throw new Error("nobody is there");
  const rounds: Round[] = [];
  for (let round = 0; round < job.rounds; round++) rounds.push(await readOnce(job, author, readers));
  for (const { socket } of devices) socket.terminate();
  const sum = (pick: (round: Round) => number) => rounds.reduce((total, round) => total + pick(round), 0);
  return {
    deliveries: readers.length * rounds.length,
    acknowledged: readers.length * rounds.length,
    seconds: sum((round) => round.seconds),
    cpuSeconds: sum((round) => round.cpuSeconds),
    serverCpuSeconds: sum((round) => round.serverCpuSeconds),
    ackTimes: [],
    deliveryTimes: [],
    lagMs: rounds.map(({ lagMs }) => lagMs),
  };
}

async function readOnce(job: ReadsJob, author: Device, readers: readonly Device[]): Promise<Round> {
  const { conversationId, withinMs, serverPid } = job;
  const message = { conversationId, clientId: randomUUID(), text: "请看", mentions: [], mentionAll: false };
  const { seq } = (await author.call("messages.send", { ...message, replyToSeq: null })) as { seq: number };
  await author.call("receipts.watch", { conversationId, seqs: [seq] });
  await sleep(2_000);
  const complete = new Promise<void>((resolve) => {
    author.onFrame((frame) => {
      if (frame.k !== "event" || frame.event.type !== "receipts") return;
      if (frame.event.receipts.some((receipt) => receipt.seq === seq && receipt.unread === 0)) resolve();
    });
  });
  const serverBefore = cpuSeconds(serverPid);
  const cpu = process.cpuUsage();
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
  const now = performance.now();
  const serverCpuSeconds = cpuSeconds(serverPid) - serverBefore;
  return { seconds: (now - startedAt) / 1_000, serverCpuSeconds, cpuSeconds: cpuSince(cpu), lagMs: now - lastAt };
}
