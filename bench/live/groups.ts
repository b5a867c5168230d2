import { type Inserted, measureBatchedInsert } from "../baselines/batched-insert.ts";
import { measureCLoop } from "../baselines/broadcasts.ts";
import { awaitAfterWork } from "../harness/after-work.ts";
import type { Row, Scenario } from "../harness/scenario.ts";
import { median } from "../harness/statistics.ts";
import type { LoadResult } from "../load/jobs.ts";
import { besides, deliveriesPerSecond, measureTalk, roomOf, sendsPerSecond, times } from "./talking.ts";

/** 300,000 deliveries a second where the C loop makes 175,000. */
const overFloorGoal = 300 / 175;
const overInsertGoal = 0.4;

/** How much goes out when several groups talk at once. */
export const groups10x200: Scenario = {
  name: "groups-10x200",
  title: "10 groups of 200 connected, as many messages as it takes",
  budgetSeconds: { quick: 10, default: 40, full: 55 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const { groupsOf200 } = await context.live();
    const rooms = groupsOf200.map((group) => roomOf(group, 6));
    const results: LoadResult[] = [];
    const floors: LoadResult[] = [];
    for (let round = 0; round < context.tries; round++) {
      const floor = await measureCLoop(
        context,
        rooms.reduce((sum, { receivers }) => sum + receivers.length, 0),
      );
      if (floor) floors.push(floor);
      results.push(await measureTalk(context, rooms, { inFlight: 24 }, 50));
    }
    const ratio = median(results.map(deliveriesPerSecond)) / median(floors.map(deliveriesPerSecond));
    const compared: Partial<Row> = floors.length
      ? {
          ratio,
          baseline: "C loop",
          goals: [{ text: `≥ ${overFloorGoal.toFixed(2)}× C loop`, met: ratio >= overFloorGoal }],
        }
      : {};
    const value = median(results.map(deliveriesPerSecond));
    return [
      { what: "deliveries, 10 × 200", value, unit: "deliveries/s", ...compared, ...besides(results) },
      sendsRow("sends, 10 × 200", results),
    ];
  },
};

/** How many messages are stored when everybody talks in small groups. */
export const groups200x10: Scenario = {
  name: "groups-200x10",
  title: "200 groups of 10 connected, as many messages as it takes",
  budgetSeconds: { quick: 10, default: 40, full: 55 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const { groupsOf10, server } = await context.live();
    const rooms = groupsOf10.map((group) => roomOf(group, 2));
    const results: LoadResult[] = [];
    const inserted: Inserted[] = [];
    const bare = { seconds: context.seconds / 2, conversations: rooms.length };
    for (let round = 0; round < context.tries; round++) {
      const before = await measureBatchedInsert(server.databaseUrl, bare);
      results.push(await measureTalk(context, rooms, { inFlight: 4 }, 50));
      inserted.push(before, await measureBatchedInsert(server.databaseUrl, bare));
    }
    const behind = await awaitAfterWork(server.databaseUrl);
    const baseline = median(inserted.map(({ perSecond }) => perSecond));
    const ratio = median(results.map(sendsPerSecond)) / baseline;
    const goals = [{ text: `≥ ${overInsertGoal}× batched INSERT`, met: ratio >= overInsertGoal }];
    return [
      { ...sendsRow("sends, 200 × 10", results), ratio, baseline: "batched INSERT", goals },
      {
        what: "deliveries, 200 × 10",
        value: median(results.map(deliveriesPerSecond)),
        unit: "deliveries/s",
      },
      { what: "until the search index has caught up afterwards", value: behind, unit: "s" },
      {
        what: "  baseline: bare batched INSERT with the retry key",
        value: baseline,
        unit: "rows/s",
        loadCpu: median(inserted.map(({ loadCpu }) => loadCpu)),
      },
    ];
  },
};

function sendsRow(what: string, results: readonly LoadResult[]): Row {
  const value = median(results.map(sendsPerSecond));
  return { what, value, unit: "sends/s", ...times(results, "ackTimes"), ...besides(results) };
}

const perSecond = 1_000;

/** How long one waits for the acknowledgement when the company is busy, not overloaded. */
export const sends1000: Scenario = {
  name: "sends-1000-per-second",
  title: "1,000 messages a second over 100 groups of 10, all connected",
  budgetSeconds: { quick: 8, default: 25, full: 35 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const { groupsOf10 } = await context.live();
    const rooms = groupsOf10.slice(0, 100).map((group) => roomOf(group, 2));
    const results: LoadResult[] = [];
    for (let round = 0; round < context.tries; round++) {
      results.push(await measureTalk(context, rooms, { perSecond }, 1));
    }
    return acknowledgedRows(results);
  },
};

function acknowledgedRows(results: readonly LoadResult[]): Row[] {
  const ack = times(results, "ackTimes");
  const delivery = times(results, "deliveryTimes");
  return [
    {
      ...{ what: "from being due to being acknowledged", value: ack.p50Ms, unit: "ms", ...ack },
      ...besides(results),
      goals: [
        { text: "p50 < 5 ms", met: ack.p50Ms < 5 },
        { text: "p99 < 40 ms", met: ack.p99Ms < 40 },
      ],
    },
    { what: "from being due to reaching a device", value: delivery.p50Ms, unit: "ms", ...delivery },
    { what: "sends", value: median(results.map(sendsPerSecond)), unit: "sends/s" },
  ];
}
