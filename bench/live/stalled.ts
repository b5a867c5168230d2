import { existsSync, readFileSync } from "node:fs";
import type { SignedIn } from "@qunxin/testkit";
import { type Histogram, percentileMs } from "../harness/histogram.ts";
import type { BenchContext, Mode, Row, Scenario } from "../harness/scenario.ts";
import { createGroup } from "../harness/stage.ts";
import { median } from "../harness/statistics.ts";
import type { LoadResult, StallJob, StallResult } from "../load/jobs.ts";
import { besides, times } from "./talking.ts";

const connected: Record<Mode, number> = { quick: 500, default: 1_000, full: 1_000 };
const stalledPart = 0.1;
const perSecond = 25;
const fillingMessageBytes = 15_000;
/** What the kernel keeps for a socket at most where nobody says otherwise. */
const usualKernelBytes = 4 << 20;
const stalledSeconds = 4;
/** Long enough to be sent away for it; in full mode, once. */
const sentAwaySeconds = 33;
/** 64 KB under way and 512 KB queued are the server's bounds for each; the rest is for the collector's slack. */
const memoryGoalMb = 128;

/** Whether those who do not read are a burden to those who do. */
export const stalledSockets: Scenario = {
  name: "stalled-sockets",
  title: "a large group connected, 25 messages a second, one device in ten stops reading",
  budgetSeconds: { quick: 25, default: 80, full: 130 },
  runs: () => true,
  async run({ live, load, mode, seconds, tries }): Promise<Row[]> {
    const { server, company, everybody } = await live();
    const devices = everybody.members.slice(0, connected[mode]).map(({ token }) => token);
    const receivers = devices.slice(0, devices.length * (1 - stalledPart));
    const stalled = devices.slice(receivers.length);
    // Its owner's device is not among those connected.
    const filler = everybody.members.at(-1) as SignedIn;
    const sleepers = everybody.members.slice(receivers.length, devices.length);
    const apart = await createGroup(company, "不看的人", [filler, ...sleepers]);
    const job: StallJob = {
      ...{ kind: "stall", url: server.url, serverPid: server.pid, perSecond, seconds },
      room: { conversationId: everybody.id, receivers, senders: receivers.slice(0, 4) },
      stalled,
      filling: { conversationId: apart.id, sender: filler.token, messages: fillingMessages() },
      stalledSeconds,
    };
    const results: Stalled[] = [];
    for (let round = 0; round < tries; round++) {
      const long = mode === "full" && round === 0;
      results.push(await measure(load, long ? { ...job, stalledSeconds: sentAwaySeconds } : job));
    }
    return rowsOf(results, stalled.length);
  },
};

/**
 * Enough long messages for a device that does not read to fall behind. The kernel keeps up to the last number of `tcp_wmem`,
 * in which it counts more than the payload on some machines and hardly more on others; the server queues 576 KB.
 */
function fillingMessages(): number {
  const wmem = "/proc/sys/net/ipv4/tcp_wmem";
  const most = existsSync(wmem) ? Number(readFileSync(wmem, "utf8").trim().split(/\s+/)[2]) : usualKernelBytes;
  return Math.ceil((2 * most + (1 << 20)) / fillingMessageBytes);
}

type Stalled = LoadResult & { readonly stall: StallResult };

async function measure(load: BenchContext["load"], job: StallJob): Promise<Stalled> {
  const [result] = await load(job);
  const stall = result?.stall;
  if (!result || !stall) throw new Error("nothing was measured");
  if (stall.told + stall.sentAway === 0) throw new Error("the kernel kept it all: nobody fell behind");
  return { ...result, stall };
}

function rowsOf(results: readonly Stalled[], stalled: number): Row[] {
  const ratio = median(results.map((one) => p99Of(one.deliveryTimes) / p99Of(one.stall.timesBefore)));
  const grownMb = median(results.map(({ stall }) => (stall.memoryKb.most - stall.memoryKb.before) / 1_024));
  const sum = (pick: (stall: StallResult) => number) => results.reduce((total, { stall }) => total + pick(stall), 0);
  const lost = sum((stall) => stall.lost);
  const { p50Ms, p99Ms } = times(results, "deliveryTimes");
  return [
    {
      ...{ what: "p99 of the others", value: p99Ms, unit: "ms", p50Ms, p99Ms },
      ...{ ratio, baseline: "without", better: "lower" },
      ...besides(results),
      goals: [{ text: "≤ 2× without", met: ratio <= 2 }],
    },
    {
      what: `memory the server gained over ${stalled} stalled devices`,
      value: grownMb,
      unit: "MB",
      goals: [{ text: `≤ ${memoryGoalMb} MB`, met: grownMb <= memoryGoalMb }],
    },
    {
      what: "stalled devices that lack a message after catching up",
      value: lost,
      unit: `of ${results.length * stalled}`,
      note: `${sum(({ told }) => told)} told of a gap, ${sum(({ sentAway }) => sentAway)} sent away`,
      goals: [{ text: "none", met: lost === 0 }],
    },
  ];
}

const p99Of = (histogram: Histogram) => percentileMs(histogram, 0.99);
