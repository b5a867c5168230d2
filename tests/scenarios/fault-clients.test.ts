import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ConversationId } from "@qunxin/protocol";
import { openCompany, type RunningCompany, randomFrom, readRows, type SignedIn, until } from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BareDevice, bareDevice, openAndDrop, plug, rudeBytes, sendFrame, upgrade } from "./fault-clients.ts";
import { missingFrom, type Stage, sendOnce } from "./fault-talk.ts";
import { createByRule } from "./group-world.ts";
import { type MortalServer, startMortal } from "./kill-server.ts";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
/** Connections opened and dropped; and messages as many as an hour has at 25 a second, or fewer in the short form. */
const dropped = Number(process.env.QUNXIN_DROPS ?? 1_000);
const hour = Number(process.env.QUNXIN_HOUR ?? 2_000);
console.info(`rude clients seed: SCENARIO_SEED=${seed} QUNXIN_DROPS=${dropped} QUNXIN_HOUR=${hour}`);
const random = randomFrom(seed);
const mebibyte = 1024 * 1024;

const scratch = mkdtempSync(join(tmpdir(), "qunxin-rude-"));
const heapFile = join(scratch, "heap");
let server: MortalServer;
let company: RunningCompany;
let stage: Stage;

beforeAll(async () => {
  const probe = fileURLToPath(new URL("fault-heap.mjs", import.meta.url));
  server = await startMortal({ node: ["--expose-gc", "--import", probe], env: { QUNXIN_FAULT_HEAP: heapFile } });
  company = await openCompany(server, { people: 12, seed: 5 });
  const ids = await company.people();
  const accounts = [...ids.keys()].filter((account) => account !== "admin").slice(0, 3);
  const rule = { name: "客人", follows: [], byHand: accounts };
  const groups = [(await createByRule(company, company.administrator, rule, ids)).id];
  stage = { url: server.url, talkers: await company.signIn(accounts), groups, log: null };
}, 120_000);

afterAll(async () => {
  await company?.close();
  await server?.remove();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

test(
  "rude clients, and thousands that come and go, hold nobody else up and leave nothing in memory",
  async () => {
    const before = await heap();
    const talk = keepTalking();
    const { token } = stage.talkers[0] as SignedIn;
    for (const bytes of Object.values(rudeBytes(random))) {
      for (const signedIn of [true, false]) {
        const socket = await plug(stage.url);
        if (signedIn) upgrade(socket, token);
        socket.write(bytes);
      }
    }
    // They never read, and never say that they go.
    const silent = await Promise.all(Array.from({ length: 20 }, () => plug(stage.url)));
    for (const socket of silent) {
      socket.pause();
      upgrade(socket, token);
    }
    await openAndDrop(stage.url, (stage.talkers[1] as SignedIn).token, dropped, random);
    await delay(500);
    const sent = await talk.stop();
    for (const socket of silent) socket.destroy();
    expect(sent.length).toBeGreaterThan(5);
    expect(await missingFrom(server.databaseUrl, sent)).toEqual([]);
    expect(await (await fetch(`${stage.url}/healthz`)).json()).toEqual({ healthy: true });
    const grown = async () => {
      const by = (await heap()) - before;
      return by < 48 * mebibyte ? null : `${Math.round(by / mebibyte)} MB more than before`;
    };
    await until("memory to be as before", grown, { timeoutMs: 60_000, everyMs: 1_000 });
    expect(server.fallen(), server.complaints()).toBe(0);
  },
  120_000 + dropped * 30,
);

test("frames that come again and in another order are answered as the first time, and stored once", async () => {
  const [conversationId] = stage.groups as [ConversationId];
  const { token } = stage.talkers[0] as SignedIn;
  const [first, second] = [await bareDevice(stage.url, token), await bareDevice(stage.url, token)];
  const frames = Array.from({ length: 30 }, (_, id) => sendFrame(id, conversationId, `重放 ${id}`));
  for (const frame of frames) first.say(frame);
  for (const frame of random.some([...frames, ...frames], 60)) second.say(frame);
  await until("every answer of the first", () => lacking(first, 30), { timeoutMs: 30_000 });
  await until("every answer of the second", () => lacking(second, 60), { timeoutMs: 30_000 });
  const seqs = new Map<number, Set<number>>();
  for (const frame of [...first.frames, ...second.frames]) {
    if (frame.k !== "ok") continue;
    const { seq } = frame.output as { seq: number };
    seqs.set(frame.id, (seqs.get(frame.id) ?? new Set()).add(seq));
  }
  expect([...seqs.values()].map(({ size }) => size)).toEqual(frames.map(() => 1));
  const stored = "select count(*)::integer as n from entries where body ->> 'text' like '重放 %'";
  expect(await readRows(server.databaseUrl, stored)).toEqual([{ n: 30 }]);
  for (const device of [first, second]) device.close();
});

test(
  "memory is as flat after as many messages as an hour has as it was after the first quarter of them",
  async () => {
    const [conversationId] = stage.groups as [ConversationId];
    const devices = await Promise.all(
      stage.talkers.flatMap(({ token }) => Array.from({ length: 10 }, () => bareDevice(stage.url, token))),
    );
    const quarters: number[] = [];
    for (let sent = 0, quarter = 1; quarter <= 4; quarter++) {
      for (; sent < (hour * quarter) / 4; sent += devices.length * 20) {
        const since = performance.now();
        for (const device of devices) {
          for (let id = 0; id < 20; id++) device.say(sendFrame(id, conversationId, `一小时 ${sent} ${id}`));
        }
        for (const device of devices) {
          await until("the answers", () => lacking(device, 20), { timeoutMs: 60_000, everyMs: 5 });
          expect(device.frames.find(({ k }) => k === "fail")).toBeUndefined();
          device.frames.length = 0;
        }
        // No socket may say more than a hundred a second for long.
        await delay(Math.max(0, 210 - (performance.now() - since)));
      }
      quarters.push(await heap());
    }
    for (const device of devices) device.close();
    const [first = 0, , , last = 0] = quarters;
    console.info(`heap by quarter: ${quarters.map((bytes) => Math.round(bytes / mebibyte)).join(", ")} MB`);
    expect(last).toBeLessThan(first * 1.2 + 16 * mebibyte);
    expect(server.fallen(), server.complaints()).toBe(0);
  },
  120_000 + hour * 10,
);

/** How many answers a device lacks, in words; null when it has all. */
function lacking({ frames }: BareDevice, count: number): string | null {
  const answers = frames.filter(({ k }) => k === "ok" || k === "fail").length;
  return answers >= count ? null : `${answers} of ${count}`;
}

/** Two people who talk meanwhile, and are never kept waiting for long. */
function keepTalking() {
  let stopping = false;
  const sent: NonNullable<Awaited<ReturnType<typeof sendOnce>>["acknowledged"]>[] = [];
  const talk = async () => {
    while (!stopping) {
      const { acknowledged, tookMs, code } = await sendOnce(stage, random);
      expect(code).toBeUndefined();
      expect(tookMs).toBeLessThan(10_000);
      if (acknowledged) sent.push(acknowledged);
      await delay(20);
    }
  };
  const ends = [talk(), talk()];
  return {
    async stop() {
      stopping = true;
      await Promise.all(ends);
      return sent;
    },
  };
}

/** Bytes that the server's heap holds after a collection. */
async function heap(): Promise<number> {
  rmSync(heapFile, { force: true });
  process.kill(server.pid(), "SIGUSR2");
  await until("the heap to be told", () => (existsSync(heapFile) ? null : "the file"), { timeoutMs: 60_000 });
  return Number(readFileSync(heapFile, "utf8"));
}
