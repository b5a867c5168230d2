import type { Histogram } from "../harness/histogram.ts";

/** What one load process does; it answers one LoadResult and ends. */
export type LoadJob = TalkJob | DrainJob | ReadsJob;

/** People talk in rooms, and everybody there receives. */
export interface TalkJob {
  readonly kind: "talk";
  readonly url: string;
  readonly rooms: readonly Room[];
  readonly pace: Pace;
  readonly seconds: number;
  /** Every how many receivers looks at the time of each message; 1: all of them. */
  readonly timeEvery: number;
  /** Whose CPU is counted, children included. */
  readonly serverPid: number;
}

export interface Room {
  /** Null: a server that sends on to all whatever it gets. */
  readonly conversationId: string | null;
  /** Tokens, one a device that receives. */
  readonly receivers: readonly string[];
  /** Tokens of further devices, which send in turn: one device may make only so many calls a second. */
  readonly senders: readonly string[];
}

/** So many messages under way in each room, as fast as they come back; or so many a second over all rooms. */
export type Pace = { readonly inFlight: number } | { readonly perSecond: number };

/** Reads all that a program writes to plain sockets, after telling it to go. */
export interface DrainJob {
  readonly kind: "drain";
  readonly port: number;
  readonly sockets: number;
  readonly messages: number;
  readonly serverPid: number;
}

/** Everybody marks a message read within `withinMs`, `rounds` times, and its author waits for the right number. */
export interface ReadsJob {
  readonly kind: "reads";
  readonly url: string;
  /** Tokens, the author's first. */
  readonly people: readonly string[];
  readonly conversationId: string;
  readonly withinMs: number;
  readonly rounds: number;
  readonly serverPid: number;
}

export interface LoadResult {
  /** Messages that reached a device. */
  readonly deliveries: number;
  /** Messages that the server acknowledged. */
  readonly acknowledged: number;
  readonly seconds: number;
  /** CPU seconds while measuring: of this process, and of the server's. */
  readonly cpuSeconds: number;
  readonly serverCpuSeconds: number;
  /** From the moment a message was due until it was acknowledged, and until it reached a device. */
  readonly ackTimes: Histogram;
  readonly deliveryTimes: Histogram;
  /** Of `reads`: from the last read until the author was told the right number. */
  readonly lagMs?: readonly number[];
}
