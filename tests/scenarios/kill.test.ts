import { setTimeout as delay } from "node:timers/promises";
import { memoryCache } from "@qunxin/client";
import type { CallOutput, ConversationId } from "@qunxin/protocol";
import {
  expectEqualToFreshFetch,
  openCompany,
  type RunningCompany,
  randomFrom,
  readRows,
  until,
} from "@qunxin/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createByRule } from "./group-world.ts";
import { type Load, marker, type Said, startLoad, type Talker } from "./kill-load.ts";
import { type MortalServer, startMortal, type Victim } from "./kill-server.ts";
import { brokenFiles, compareWithStore, halfDone } from "./kill-verdict.ts";
import { deviceOn, online } from "./offline-device.ts";

const seed = Number(process.env.SCENARIO_SEED ?? Date.now() % 1_000_000);
const kills = Number(process.env.QUNXIN_KILLS ?? 7);
console.info(`kill seed: SCENARIO_SEED=${seed} QUNXIN_KILLS=${kills}`);
/** The kills and each part of the load draw for themselves: what one does shifts nothing for the others. */
const random = randomFrom(seed);
/** How many processes are killed by a round that hits it. */
const deaths: Readonly<Record<Victim, number>> = { server: 1, postgres: 1, both: 2, start: 2, restart: 1 };
const victims = Object.keys(deaths) as Victim[];

let server: MortalServer;
let company: RunningCompany;
let load: Load;
const talkers: Talker[] = [];
const groups: ConversationId[] = [];
const said = () => load.said.filter(({ refused }) => !refused);

beforeAll(async () => {
  server = await startMortal();
  company = await openCompany(server, { people: 12, seed: 5 });
  const ids = await company.people();
  const accounts = [...ids.keys()].filter((account) => account !== "admin").slice(0, 3);
  for (const name of ["断电", "重启"]) {
    const rule = { name, follows: [], byHand: accounts };
    groups.push((await createByRule(company, company.administrator, rule, ids)).id);
  }
  for (const { id, account, token } of await company.signIn(accounts)) {
    const device = deviceOn(server.url, token, memoryCache());
    await online(device);
    for (const group of groups) device.client.timelines.open(group);
    talkers.push({ id: id as Talker["id"], account, token, device });
  }
}, 120_000);

afterAll(async () => {
  for (const { device } of talkers) await device.client.stop();
  await company?.close();
  await server?.remove();
}, 60_000);

test(
  "after kill -9 of server and database at random moments under load every device comes back by itself",
  async () => {
    load = startLoad(server.url, talkers, groups, randomFrom(seed + 1));
    const rounds: { victim: Victim; backMs: number; ackMs: number }[] = [];
    for (let round = 0, killed = 0; killed < kills; round++) {
      // The first rounds hit each of them; then it is left to chance.
      const victim = victims[round] ?? random.pick(victims);
      await delay(100 + random.below(900));
      // The first one hits an upload, so that there is one to go on with in every run.
      if (round === 0) await until("an upload to be half way", halfUploaded);
      const acknowledged = acknowledgedNow();
      const since = performance.now();
      const backMs = await server.kill(victim, random.below(1_500));
      await until(
        `a message to be acknowledged after round ${round + 1} (${victim})`,
        () => acknowledgedAfter(acknowledged),
        {
          timeoutMs: 90_000,
        },
      );
      console.info(`round ${round + 1}: ${victim}, back after ${Math.round(backMs)} ms`);
      killed += deaths[victim];
      rounds.push({ victim, backMs: Math.round(backMs), ackMs: Math.round(performance.now() - since) });
    }
    await load.stop();
    for (const { device, account } of talkers)
      await expectEqualToFreshFetch(device.client, { timelines: groups, who: account, timeoutMs: 60_000 });
    console.info(`kills: ${JSON.stringify(figures(rounds))}`);
    expect(server.fallen(), server.complaints()).toBe(0);
  },
  kills * 60_000 + 120_000,
);

test("every acknowledged message is there exactly once, in its sender's order and without a gap", async () => {
  const { differences, orders } = await compareWithStore(server.databaseUrl, load.said);
  expect(differences).toEqual([]);
  for (const { id, account } of talkers) {
    for (const group of groups) {
      const own = said().filter(({ by, conversationId, file }) => by === id && conversationId === group && !file);
      const stored = (orders.get(`${id} ${group}`) ?? []).filter((text) => !text.includes("文件"));
      expect(stored, account).toEqual(own.map(({ text }) => text));
    }
  }
  const refusals = new Set(load.said.flatMap(({ refused }) => refused ?? []));
  expect([...refusals].filter((code) => code !== "messages/reply_not_found")).toEqual([]);
});

test("no act is half done: edits, recalls, reactions, calls by name and files stand with their entries", async () => {
  expect(await halfDone(server.databaseUrl)).toEqual({});
});

test("uploads went on where they were, and the files are whole", async () => {
  expect(load.counts.resumed).toBeGreaterThan(0);
  expect(await brokenFiles(server.url, talkers[1]?.token ?? "", load.said)).toEqual([]);
});

test("index and notifications catch up: nothing waits, and the search finds every message once", async () => {
  const waiting = async () => {
    const rows = await readRows<{ consumer: string; parked: boolean; last_error: string | null }>(
      server.databaseUrl,
      "select consumer, parked_at is not null as parked, last_error from outbox limit 5",
    );
    return rows.length === 0 ? null : JSON.stringify(rows);
  };
  await until("the outbox to be empty", waiting, { timeoutMs: 60_000, everyMs: 200 });
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: CallOutput<"search.messages"> = await (talkers[0] as Talker).device.client.call("search.messages", {
      text: marker,
      limit: 100,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.hits.map(({ conversationId, seq }) => `${conversationId} ${seq}`));
    cursor = page.nextCursor;
  } while (cursor !== null);
  const standing = said().filter(({ recalled }) => !recalled);
  expect(found.sort()).toEqual(standing.map(({ conversationId, seq }) => `${conversationId} ${seq}`).sort());
});

function halfUploaded(): string | null {
  const { share } = load.underway;
  return share > 0.1 && share < 0.6 ? null : `${share} of it`;
}

function acknowledgedNow(): ReadonlySet<Said> {
  return new Set(load.said.filter(({ seq }) => seq !== null));
}

function acknowledgedAfter(before: ReadonlySet<Said>): string | null {
  return load.said.some((one) => one.seq !== null && !before.has(one)) ? null : `one more than ${before.size}`;
}

/** What is told of a run. */
function figures(rounds: readonly { victim: Victim; backMs: number; ackMs: number }[]) {
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];
  const of = (victim: Victim) => {
    const own = rounds.filter((round) => round.victim === victim);
    const [back, ack] = [own.map(({ backMs }) => backMs), own.map(({ ackMs }) => ackMs)];
    const max = own.length ? Math.max(...ack) : null;
    return { rounds: own.length, backMsMedian: median(back), ackMsMedian: median(ack), ackMsMax: max };
  };
  const all = load.said;
  return {
    byVictim: Object.fromEntries(victims.map((victim) => [victim, of(victim)])),
    killed: rounds.reduce((sum, { victim }) => sum + deaths[victim], 0),
    messages: all.filter(({ seq }) => seq !== null).length,
    refused: all.filter(({ refused }) => refused).length,
    edits: all.reduce((sum, { edits }) => sum + edits.length, 0),
    recalls: all.filter(({ recalled }) => recalled).length,
    reactions: all.reduce((sum, { reactions }) => sum + reactions.size, 0),
    ...load.counts,
  };
}
