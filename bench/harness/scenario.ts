import type { LoadJob, LoadResult } from "../load/jobs.ts";
import type { Stage } from "./stage.ts";

/** `quick`: all in three minutes; `default`: in between; `full`: all in thirty minutes. */
export const modes = ["quick", "default", "full"] as const;
export type Mode = (typeof modes)[number];

/** One thing that is measured. To add one: write it, and name it in `scenarios.ts`. */
export interface Scenario {
  /** Stable, kebab-case: the name on the command line, in the results and in `ratios.json`. */
  readonly name: string;
  readonly title: string;
  /** Seconds it may take by mode, set-up of its own included; the table shows what it took beside. */
  readonly budgetSeconds: Readonly<Record<Mode, number>>;
  /** Whether it is part of a run of everything in this mode. Asked for by name it runs in any. */
  runs(mode: Mode): boolean;
  run(context: BenchContext): Promise<Row[]>;
}

/** One line of the table: the median of its tries. */
export interface Row {
  /** Stable within its scenario. Sizes that differ by mode belong in, so that only equals are compared. */
  readonly what: string;
  readonly value: number;
  /** Of `value`, and what comes after the number: "deliveries/s", "ms", "KB". */
  readonly unit: string;
  /** `value` against the baseline of the same run: what can be compared between machines, stored and watched. */
  readonly ratio?: number;
  /** What `ratio` compares with. */
  readonly baseline?: string;
  /** Which way is good, for `ratio`; "higher" if absent. */
  readonly better?: "higher" | "lower";
  readonly goals?: readonly Goal[];
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** CPU seconds a second: of the server with its PostgreSQL. */
  readonly serverCpu?: number;
  /** The same of the busiest load process: above 0.9 it was the load that was measured, and the table says so. */
  readonly loadCpu?: number;
  /** What else a reader should know. */
  readonly note?: string;
}

/** What the line was meant to reach. */
export interface Goal {
  readonly text: string;
  readonly met: boolean;
}

/** A server as a process of its own. */
export interface BenchServer {
  readonly url: string;
  /** The one-time code its start printed; for `openCompany` of the testkit. */
  readonly setupCode: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** What a scenario has to work with. */
export interface BenchContext {
  readonly mode: Mode;
  /** How often to measure: the median of these is the value. 1 in quick mode, else 3. */
  readonly tries: number;
  /** How long one try measures. */
  readonly seconds: number;
  /** An empty folder, removed at the end of the run. PostgreSQL may reach it as another user. */
  readonly folder: string;
  /** The server that the live scenarios share, with its company and its people signed in; made when first asked for. */
  live(): Promise<Stage>;
  /** A server of one's own on an empty data folder; stopped and removed when the scenario ends. */
  fresh(): Promise<BenchServer>;
  /** Runs load, each job in a process of its own, at the same time; answers in the order of the jobs. */
  load(...jobs: readonly LoadJob[]): Promise<LoadResult[]>;
  /** Tells the person at the terminal what goes on: one sentence. */
  log(sentence: string): void;
}
