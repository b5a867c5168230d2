import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { Tally } from "./tally.ts";

/**
 * What a process counts of itself, in the form of Prometheus. One registry for the process, as is usual: who counts
 * needs no dependency, and a figure nobody reads costs an addition. Labels are words of a fixed list (names of calls,
 * codes, consumers), never ids. Names are a promise to dashboards: docs/guides/operations.md lists them, a test
 * compares.
 */
export const registry = new Registry();

const registers = [registry];
const msBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

function counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Counter({ name: `qunxin_${name}`, help, labelNames, registers });
}

function gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Gauge({ name: `qunxin_${name}`, help, labelNames, registers });
}

function seconds<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
  return new Histogram({ name: `qunxin_${name}`, help, labelNames, registers, buckets: msBuckets });
}

function tally(name: string, help: string, bounds: readonly number[]) {
  const made = new Tally(`qunxin_${name}`, help, bounds);
  registry.registerMetric(made as never);
  return made;
}

/** Calls of the contract, over HTTP and sockets. */
export const calls = {
  answered: counter("calls_total", "Calls answered, by name and outcome (ok, or an error code).", ["call", "outcome"]),
  seconds: seconds("call_seconds", "From a call's arrival to its answer.", ["call"]),
};

export const http = {
  answered: counter("http_requests_total", "HTTP answers, by route and status.", ["method", "route", "status"]),
  seconds: seconds("http_request_seconds", "From an HTTP request to the end of its answer.", ["route"]),
};

/** The send path up to the commit. */
export const append = {
  stored: counter("messages_stored_total", "Messages stored for the first time."),
  repeated: counter("messages_repeated_total", "Sends answered with what an earlier try had stored."),
  batch: tally("append_batch_messages", "Messages that went into one statement.", [1, 2, 5, 10, 25, 50, 100, 250, 500]),
  seconds: seconds("append_seconds", "One statement of the append lane, commit included."),
  ackSeconds: seconds("append_ack_seconds", "From a judged message to its acknowledgement: waiting and statement."),
  queued: gauge("append_queued_messages", "Messages that wait for the next statement."),
};

/** The way out to devices. */
export const sockets = {
  deliveries: counter("deliveries_total", "Entries handed to sockets."),
  framesPerWrite: tally("socket_write_frames", "Frames that left in one write.", [1, 2, 5, 10, 25, 50, 100, 250]),
  bytesPerWrite: tally(
    "socket_write_bytes",
    "Bytes that left in one write.",
    [256, 1024, 4096, 16_384, 65_536, 262_144],
  ),
  open: gauge("sockets_open", "Sockets connected now."),
  parked: gauge("sockets_parked", "Sockets that read too slowly now."),
  opened: counter("sockets_opened_total", "Sockets admitted."),
  refused: counter("sockets_refused_total", "Sockets refused, by error code.", ["code"]),
  closed: counter("sockets_closed_total", "Sockets closed, by reason.", ["reason"]),
  gaps: counter("socket_gaps_total", "Times a socket was told to fetch what it had missed."),
};

/** What follows a stored message. */
export const outbox = {
  rows: gauge("outbox_rows", "Rows that wait for a consumer.", ["consumer"]),
  entries: gauge("outbox_entries", "Entries in those rows.", ["consumer"]),
  lag: gauge("outbox_lag_seconds", "Age of the oldest entry that waits; of search, how late the index is.", [
    "consumer",
  ]),
  parked: gauge("outbox_parked_rows", "Rows given up, which wait for a person.", ["consumer"]),
  seconds: seconds("outbox_round_seconds", "One round of a consumer.", ["consumer"]),
  done: counter("outbox_rows_total", "Rows worked off or put off.", ["consumer", "outcome"]),
};

export const jobs = {
  waiting: gauge("jobs_waiting", "Background jobs that are due and wait.", ["task"]),
  failed: gauge("jobs_failed", "Background jobs given up after their last attempt.", ["task"]),
  runs: counter("job_runs_total", "Attempts at background jobs.", ["task", "outcome"]),
  seconds: seconds("job_seconds", "One attempt at a background job.", ["task"]),
};

export const files = {
  uploads: counter("uploads_total", "Uploads, by what became of them.", ["outcome"]),
};

export const pushes = {
  sent: counter("pushes_total", "Web pushes, by what the service said.", ["outcome"]),
};

export const database = {
  connections: gauge("database_connections", "Connections of a pool.", ["pool", "state"]),
  waiting: gauge("database_waiting", "Who waits for a connection of a pool now.", ["pool"]),
  waitSeconds: seconds("database_wait_seconds", "How long it took to get a connection.", ["pool"]),
};

/** Starts what costs something even if nobody asks: event loop lag, memory, collection of garbage. */
export function watchProcess(): void {
  if (watching) return;
  watching = true;
  collectDefaultMetrics({ register: registry });
}

let watching = false;

/** Seconds since a moment of `performance.now()`. */
export function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}
