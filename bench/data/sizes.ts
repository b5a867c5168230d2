import { join } from "node:path";
import type { BenchContext, Mode } from "../harness/scenario.ts";
import { type Dataset, openDataset } from "./dataset.ts";

/** Messages by mode, in companies of the same people: the largest is what the goals are about. */
export const messageSizes: Record<Mode, readonly number[]> = {
  quick: [10_000],
  default: [10_000, 100_000, 1_000_000],
  full: [10_000, 100_000, 1_000_000, 10_000_000],
};
/** People by mode, in companies of the same few messages. */
export const peopleSizes: Record<Mode, readonly number[]> = {
  quick: [1_000],
  default: [1_000, 10_000],
  full: [1_000, 10_000, 100_000],
};
/** Of the companies that differ in messages: enough for a group of 2,000. */
const usualPeople = 2_100;
const fewMessages = 10_000;

/** `QUNXIN_BENCH_DATA` names a folder where what was written is kept for the next run, which then takes minutes less. */
export function withMessages(context: BenchContext, messages: number): Promise<Dataset> {
  return openDataset({ messages, people: usualPeople }, folderOf(context), context.log);
}

export function withPeople(context: BenchContext, people: number): Promise<Dataset> {
  return openDataset({ messages: fewMessages, people }, folderOf(context), context.log);
}

function folderOf({ folder }: BenchContext): string {
  return process.env.QUNXIN_BENCH_DATA ?? join(folder, "data");
}

/** 10k, 100k, 1M. */
export function short(count: number): string {
  return count >= 1_000_000 ? `${count / 1_000_000}M` : `${count / 1_000}k`;
}
