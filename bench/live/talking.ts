import { percentileMs } from "../harness/histogram.ts";
import type { BenchContext, Row } from "../harness/scenario.ts";
import type { StageGroup } from "../harness/stage.ts";
import { median } from "../harness/statistics.ts";
import type { LoadResult, Pace, Room } from "../load/jobs.ts";

/** A group whose members all have a device, and `speakers` of them a second one that talks. */
export function roomOf({ id, members }: StageGroup, speakers: number): Room {
  const receivers = members.map(({ token }) => token);
  return { conversationId: id, receivers, senders: receivers.slice(0, speakers) };
}

/** One measurement of people talking on the shared server. */
export async function measureTalk(
  { live, load, seconds }: BenchContext,
  rooms: readonly Room[],
  pace: Pace,
  timeEvery: number,
): Promise<LoadResult> {
  const { server } = await live();
  const job = { kind: "talk", url: server.url, rooms, pace, seconds, timeEvery, serverPid: server.pid } as const;
  const [result] = await load(job);
  if (!result) throw new Error("nothing was measured");
  return result;
}

export const deliveriesPerSecond = ({ deliveries, seconds }: LoadResult) => deliveries / seconds;
export const sendsPerSecond = ({ acknowledged, seconds }: LoadResult) => acknowledged / seconds;
export const serverMicroseconds = ({ serverCpuSeconds, deliveries }: LoadResult) =>
  (serverCpuSeconds / deliveries) * 1e6;

/** Medians of what every row of a load shows beside its value. */
export function besides(results: readonly LoadResult[]): Pick<Row, "serverCpu" | "loadCpu"> {
  return {
    serverCpu: median(results.map(({ serverCpuSeconds, seconds }) => serverCpuSeconds / seconds)),
    loadCpu: median(results.map(({ cpuSeconds, seconds }) => cpuSeconds / seconds)),
  };
}

/** Medians of p50 and p99 of one of the times. */
export function times(
  results: readonly LoadResult[],
  which: "ackTimes" | "deliveryTimes",
): { p50Ms: number; p99Ms: number } {
  const at = (part: number) => median(results.map((result) => percentileMs(result[which], part)));
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
