import type { Histogram } from "../harness/histogram.ts";

/** What one load process does; it answers one LoadResult and ends. */
export type LoadJob = TalkJob | DrainJob | ReadsJob | StallJob | IdleJob;

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

/** Talks steadily in one room, first as it is, then with further devices of it that stop reading. */
export interface StallJob {
  readonly kind: "stall";
  readonly url: string;
  readonly room: Room & { readonly conversationId: string };
  /** Tokens of the devices that will not read. */
  readonly stalled: readonly string[];
  /** Where only these are, besides who fills up what the kernel keeps for them. */
  readonly filling: { readonly conversationId: string; readonly sender: string; readonly messages: number };
  readonly perSecond: number;
  /** Without those that do not read, and with them. */
  readonly seconds: number;
  readonly stalledSeconds: number;
  readonly serverPid: number;
}

/** Connects many devices that say nothing, lets all of them go and come back at once while others talk. */
export interface IdleJob {
  readonly kind: "idle";
  readonly url: string;
  /** Tokens of the idle devices. */
  readonly people: readonly string[];
  /** Where others talk; their devices stay connected. */
  readonly rooms: readonly Room[];
  readonly perSecond: number;
  /** So long the server is left alone before its memory is read. */
  readonly settleSeconds: number;
  /** How often all go and come back. */
  readonly storms: number;
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
  /** Of `stall`. */
  readonly stall?: StallResult;
  /** Of `idle`. */
  readonly idle?: IdleResult;
}

export interface StallResult {
  /** The same as `deliveryTimes`, without anybody who does not read. */
  readonly timesBefore: Histogram;
  /** Memory of the server process before, and at most while they did not read, in KB. */
  readonly memoryKb: { readonly before: number; readonly most: number };
  /** Of the stalled: told that they missed something, sent away, and those that lack a message after catching up. */
  readonly told: number;
  readonly sentAway: number;
  readonly lost: number;
}

export interface IdleResult {
  /** Of the server process before anybody was connected, and with everybody, in KB: resident, and not shared. */
  readonly memoryBefore: { readonly rss: number; readonly pss: number };
  readonly memoryAfter: { readonly rss: number; readonly pss: number };
  /** Until all are back, of each storm. */
  readonly stormSeconds: readonly number[];
  /** Attempts to come back that were refused or cut off, and tried again. */
  readonly refusedConnections: number;
  /** Messages sent during the storms. */
  readonly sent: number;
}
