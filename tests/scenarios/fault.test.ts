import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { newKey } from "@qunxin/client";
import type { CallInput, CallName, CallOutput, ConversationId, RequestKey } from "@qunxin/protocol";
import { openCompany, type RunningCompany, randomFrom, type SignedIn, until } from "@qunxin/testkit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type FaultyDisk, missingForDisk, openFaultyDisk } from "./fault-disk.ts";
import { type Base, cutPower, readSteps, takeBase } from "./fault-power.ts";
import { type Acknowledged, missingFrom, type Stage, sendOnce, talkFor } from "./fault-talk.ts";
import { createByRule } from "./group-world.ts";
import { type MortalServer, startMortal } from "./kill-server.ts";
import { brokenFiles } from "./kill-verdict.ts";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
const cuts = Number(process.env.QUNXIN_CUTS ?? 1);
const long = cuts > 1;
console.info(`fault seed: SCENARIO_SEED=${seed} QUNXIN_CUTS=${cuts}`);
const random = randomFrom(seed);
const hourMs = 3_600_000;
/** The tests of a disk that fails on order; without what they need they say so. */
const onDisk = missingForDisk ? test.skip : test;
const needs = missingForDisk ? ` (skipped: needs ${missingForDisk})` : "";

let disk: FaultyDisk;
let base: Base;
let server: MortalServer;
let company: RunningCompany;
let stage: Stage;
const scratch = mkdtempSync(join(tmpdir(), "qunxin-fault-"));
const acknowledged: Acknowledged[] = [];

beforeAll(async () => {
  if (missingForDisk) return;
  disk = openFaultyDisk({ recorded: true });
  // The first life is not recorded: what it leaves in order is where the record begins.
  const first = await startMortal({ dataDir: disk.root });
  company = await openCompany(first, { people: 12, seed: 5 });
  const ids = await company.people();
  const accounts = [...ids.keys()].filter((account) => account !== "admin").slice(0, 3);
  const groups: ConversationId[] = [];
  for (const name of ["断电", "满盘"]) {
    const rule = { name, follows: [], byHand: accounts };
    groups.push((await createByRule(company, company.administrator, rule, ids)).id);
  }
  const talkers: SignedIn[] = await company.signIn(accounts);
  await company.close();
  await first.stop();
  base = takeBase(disk.root, join(scratch, "base"));
  server = await startMortal({ dataDir: disk.root, env: disk.env });
  stage = { url: server.url, talkers, groups, log: disk.log };
}, 120_000);

afterAll(async () => {
  await server?.remove();
  disk?.remove();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

afterEach(() => {
  disk?.full(false);
  disk?.slow(0);
  disk?.clock(0);
});

onDisk(
  `a disk that takes a third of a second for every sync slows down what is sent together only once${needs}`,
  async () => {
    acknowledged.push(...(await talkFor(stage, long ? 5_000 : 1_500, random)));
    disk.slow(300);
    const since = performance.now();
    const sent = await Promise.all(Array.from({ length: 100 }, () => sendOnce(stage, random)));
    disk.slow(0);
    for (const { acknowledged: one, status } of sent) {
      expect(status).toBe(200);
      if (one) acknowledged.push(one);
    }
    // One by one they would take thirty seconds and more.
    expect(performance.now() - since).toBeLessThan(15_000);
  },
);

onDisk(
  `when the system's clock jumps by days everybody stays signed in, and order is the order of arrival${needs}`,
  async () => {
    const [group] = stage.groups as [ConversationId];
    const later = (text: string, afterMs: number) =>
      call("scheduled.create", {
        key: newKey<RequestKey>(Date.now()),
        conversationId: group,
        at: new Date(Date.now() + afterMs).toISOString(),
        draft: { text, mentions: [], mentionAll: false, replyToSeq: null },
      });
    const tomorrow = await later("明天发", 30 * hourMs);
    await later("后天发", 60 * hourMs);
    for (const offByMs of [36 * hourMs, -36 * hourMs, 0]) {
      disk.clock(offByMs);
      const sent: Acknowledged[] = [];
      for (let i = 0; i < 5; i++) {
        const { acknowledged: one, code } = await sendOnce({ ...stage, groups: [group] }, random);
        expect(code).toBeUndefined();
        if (one) sent.push(one);
      }
      const seqs = sent.map(({ seq }) => seq);
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
      acknowledged.push(...sent);
      if (offByMs > 0) await until("what is due by the clock to be sent", waiting("明天发"), { timeoutMs: 30_000 });
    }
    expect(tomorrow).toMatchObject({ failure: null });
    expect(await waiting("后天发")()).toBeTruthy();
    expect(await missingFrom(server.databaseUrl, acknowledged)).toEqual([]);
  },
);

onDisk(
  `on a full disk sending is refused by a clear code, half of nothing is done, and all comes back with room${needs}`,
  async () => {
    disk.full(true);
    const codes = new Set<string>();
    const refused = async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => sendOnce(stage, random)));
      for (const { code, acknowledged: one } of answers) {
        if (code) codes.add(code);
        if (one) acknowledged.push(one);
      }
      return codes.has("server/disk_full") ? null : `${[...codes]} after ${acknowledged.length}`;
    };
    await until("sending to be refused", refused, { timeoutMs: 60_000, everyMs: 20 });
    const upload = await fetch(`${stage.url}/api/uploads`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${stage.talkers[0]?.token}`,
        "tus-resumable": "1.0.0",
        "upload-length": "1000",
        "upload-metadata": "fileName YQ==",
      },
    });
    expect([507, 503]).toContain(upload.status);
    // A database that falls now cannot come back before there is room; that is waited for, however long it takes.
    server.hurtDatabase();
    await delay(long ? 10_000 : 500);
    disk.full(false);
    const back = async () => {
      const { acknowledged: one, code } = await sendOnce(stage, random);
      if (one) acknowledged.push(one);
      else codes.add(String(code));
      return one ? null : String(code);
    };
    await until("sending to work again", back, { timeoutMs: 60_000 });
    expect([...codes].filter((code) => !["server/disk_full", "server/busy"].includes(code))).toEqual([]);
    expect(await missingFrom(server.databaseUrl, acknowledged)).toEqual([]);
    expect(server.fallen(), server.complaints()).toBe(0);
  },
);

onDisk(
  `after a power cut at any moment of all that, what was acknowledged is there, and nobody had to lend a hand${needs}`,
  async () => {
    acknowledged.push(...(await talkFor(stage, long ? 10_000 : 1_000, random)));
    // After a power cut no process of before is there; locks may still name them.
    await server.stop();
    const length = readFileSync(disk.log as string).length;
    for (let cut = 0; cut < cuts; cut++) {
      // The hardest moment is that of an acknowledgement; the last ones have all faults behind them.
      const chosen =
        acknowledged[cut === 0 ? acknowledged.length - 1 - random.below(20) : random.below(acknowledged.length)];
      const at = chosen?.at ?? length;
      await expectAllAfterCut(
        at,
        acknowledged.filter((one) => one.at <= at),
        join(scratch, `image${cut}`),
      );
    }
  },
  60_000 + cuts * 60_000,
);

/** One call in the name of the first of those who talk. @throws what is not answered well */
async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${stage.talkers[0]?.token}` };
  const answer = await fetch(`${stage.url}/api/${name}`, { method: "POST", headers, body: JSON.stringify(input) });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(body)}`);
  return body as CallOutput<N>;
}

/** Whether a scheduled message still waits, in words; null when it does not. */
const waiting = (text: string) => async () => {
  const { scheduled } = await call("scheduled.list", {});
  return scheduled.some(({ draft }) => draft.text === text) ? `${text} waits` : null;
};

async function expectAllAfterCut(at: number, promised: readonly Acknowledged[], image: string): Promise<void> {
  cutPower(base, disk.log as string, readSteps(disk.log as string, at), image, random);
  const revived = await startMortal({ dataDir: image });
  const what = `cut at ${at}, ${promised.length} acknowledged, SCENARIO_SEED=${seed}`;
  expect(await missingFrom(revived.databaseUrl, promised), what).toEqual([]);
  expect(await brokenFiles(revived.url, stage.talkers[1]?.token ?? "", promised), what).toEqual([]);
  expect((await sendOnce({ ...stage, url: revived.url, log: null }, random)).status, what).toBe(200);
  console.info(`power ${what}: nothing lost`);
  await revived.remove();
}
