import { measureBareWs, measureCLoop } from "../baselines/broadcasts.ts";
import type { Row, Scenario } from "../harness/scenario.ts";
import { median } from "../harness/statistics.ts";
import type { LoadResult } from "../load/jobs.ts";
import { besides, deliveriesPerSecond, measureTalk, roomOf, serverMicroseconds, times } from "./talking.ts";

const inFlight = 64;
const speakers = 16;
const perSecond = 25;

/** How much goes out to one large group, against what bare programs get out. */
export const group2000Saturated: Scenario = {
  name: "group-2000-saturated",
  title: "one group of 2,000 connected, as many messages as it takes, stored and authorised",
  budgetSeconds: { quick: 35, default: 110, full: 140 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const { everybody } = await context.live();
    const sockets = everybody.members.length;
    const runs: Round[] = [];
    for (let round = 0; round < context.tries; round++) {
      runs.push({
        floor: await measureCLoop(context, sockets),
        bare: await measureBareWs(context, "bare-ws", { sockets, inFlight }),
        coalesced: await measureBareWs(context, "coalesced-ws", { sockets, inFlight }),
        ours: await measureTalk(context, [roomOf(everybody, speakers)], { inFlight }, 50),
      });
    }
    return rowsOf(runs);
  },
};

/** One after the other, so that a machine that slows down slows all of them down. */
interface Round {
  readonly floor: LoadResult | null;
  readonly bare: LoadResult;
  readonly coalesced: LoadResult;
  readonly ours: LoadResult;
}

function rowsOf(runs: readonly Round[]): Row[] {
  const ours = runs.map((run) => run.ours);
  const coalesced = runs.map((run) => run.coalesced);
  const floors = runs.flatMap(({ floor }) => (floor ? [floor] : []));
  const times = (name: "bare" | "coalesced" | "floor") =>
    median(
      runs.map((run) => deliveriesPerSecond(run.ours) / (run[name] ? deliveriesPerSecond(run[name]) : Number.NaN)),
    );
  const overFloor = times("floor");
  const overCoalesced = times("coalesced");
  const value = median(ours.map(deliveriesPerSecond));
  const baseline = (what: string, results: readonly LoadResult[]): Row => ({
    what: `  baseline: ${what}`,
    value: median(results.map(deliveriesPerSecond)),
    unit: "deliveries/s",
    ...besides(results),
  });
  return [
    {
      what: "deliveries, against bare coalesced ws",
      value,
      unit: "deliveries/s",
      ratio: overCoalesced,
      baseline: "coalesced ws",
      ...besides(ours),
      goals: [{ text: "≥ 0.5× coalesced ws", met: overCoalesced >= 0.5 }],
    },
    ...(floors.length
      ? [
          {
            what: "deliveries, against a bare C loop",
            value,
            unit: "deliveries/s",
            ratio: overFloor,
            baseline: "C loop",
            goals: [{ text: "≥ 3× C loop", met: overFloor >= 3 }],
          },
          {
            what: "CPU of server and PostgreSQL per delivery, saturated",
            value: median(ours.map(serverMicroseconds)),
            unit: "µs",
            ratio: median(ours.map(serverMicroseconds)) / median(floors.map(serverMicroseconds)),
            baseline: "C loop",
            better: "lower" as const,
            note: "holds on a busy machine too",
          },
          baseline("C, one write per message and socket", floors),
        ]
      : []),
    baseline("bare ws coalesced by turn", coalesced),
    baseline(
      "bare ws",
      runs.map(({ bare }) => bare),
    ),
  ];
}

/** What a delivery costs when a large group talks lively. */
export const group2000At25: Scenario = {
  name: "group-2000-at-25",
  title: "one group of 2,000 connected, 25 messages a second",
  budgetSeconds: { quick: 10, default: 30, full: 40 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const { everybody } = await context.live();
    const results: LoadResult[] = [];
    for (let round = 0; round < context.tries; round++) {
      results.push(await measureTalk(context, [roomOf(everybody, speakers)], { perSecond }, 1));
    }
    const cost = median(results.map(serverMicroseconds));
    const floor = await measureCLoop(context, everybody.members.length);
    const compared = floor ? { ratio: cost / serverMicroseconds(floor), baseline: "C loop" } : {};
    const { p50Ms, p99Ms } = times(results, "deliveryTimes");
    return [
      {
        what: "CPU of server and PostgreSQL per delivery",
        value: cost,
        unit: "µs",
        better: "lower",
        ...compared,
        ...besides(results),
        goals: [{ text: "≤ 13 µs", met: cost <= 13 }],
      },
      {
        what: "from being sent to reaching a device",
        value: p99Ms,
        unit: "ms",
        ...{ p50Ms, p99Ms },
        goals: [{ text: "p99 ≤ 60 ms", met: p99Ms <= 60 }],
      },
    ];
  },
};
