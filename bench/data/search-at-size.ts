import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import type { Goal, Row, Scenario } from "../harness/scenario.ts";
import { percentile } from "../harness/statistics.ts";
import { cpuNote, timesOf } from "./caller.ts";
import { kindsOf } from "./kinds.ts";
import { type Opened, withDataset } from "./open.ts";
import { messageSizes, short, withMessages } from "./sizes.ts";
import { messageOf, openTalk } from "./talk.ts";

const searches = 40;
const perSecond = 500;
const lagGoalMs = 2_000;

/** Searching over HTTP where there are many messages, and how soon a message is found while many are sent. */
export const searchAtSize: Scenario = {
  name: "search-at-size",
  title: "searches over HTTP, and the lag of the index at 500 messages/s",
  budgetSeconds: { quick: 15, default: 60, full: 120 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const rows: Row[] = [];
    for (const messages of messageSizes[context.mode].slice(-2)) {
      const dataset = await withMessages(context, messages);
      rows.push(...(await withDataset(dataset, (opened) => measure(opened, context.seconds))));
    }
    return rows;
  },
};

async function measure(opened: Opened, seconds: number): Promise<Row[]> {
  const { viewer, dataset } = opened;
  const { conversations } = await viewer.call("conversations.list", { limit: 500 });
  const ids = conversations.map(({ id }) => id);
  const rows: Row[] = [];
  for (const { what, by, query } of kindsOf(opened, ids)) {
    const times = await timesOf(opened.server.pid, searches, (index) => by.time("search.messages", query(index)));
    const goals = goalsOf(what, dataset.messages, times.p99Ms);
    const { cpuMs, ...measured } = times;
    const named = { what: `${what}, ${short(dataset.messages)}`, note: cpuNote(cpuMs) };
    rows.push({ ...named, value: times.p50Ms, unit: "ms", ...measured, goals });
  }
  return [...rows, await measureLag(opened, seconds)];
}

function goalsOf(what: string, messages: number, p99Ms: number): Goal[] {
  if (what.startsWith("three characters")) return [{ text: "p99 ≤ 300 ms", met: p99Ms <= 300 }];
  if (!what.startsWith("common word")) return [];
  const limitMs = messages > 1_000_000 ? 300 : 150;
  return [{ text: `p99 ≤ ${limitMs} ms`, met: p99Ms <= limitMs }];
}

/** 500 messages a second, and meanwhile one after the other that is looked for until it is found. */
async function measureLag(opened: Opened, seconds: number): Promise<Row> {
  const { viewer, dataset } = opened;
  const talk = await openTalk(opened, perSecond);
  const lags: number[] = [];
  const until = performance.now() + seconds * 1_000;
  const talking = talk.run(until);
  while (performance.now() < until) {
    const text = `延迟 ${randomUUID()}`;
    await viewer.call("messages.send", messageOf(dataset.world.model, text));
    const storedAt = performance.now();
    while ((await viewer.call("search.messages", { text })).hits.length === 0) await delay(10);
    lags.push(performance.now() - storedAt);
  }
  const acknowledged = await talking;
  talk.close();
  const [p50Ms, p99Ms] = [percentile(lags, 0.5), percentile(lags, 0.99)];
  return {
    what: `stored until found at ${perSecond} messages/s, ${short(dataset.messages)}`,
    value: p50Ms,
    unit: "ms",
    p50Ms,
    p99Ms,
    goals: [{ text: "< 2 s", met: p99Ms < lagGoalMs }],
    note: `${Math.round(acknowledged / seconds)} messages/s acknowledged`,
  };
}
