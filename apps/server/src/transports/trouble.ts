import { Failure } from "@qunxin/protocol";

/** PostgreSQL: no room on its disk. */
const full = new Set(["53100", "ENOSPC", "EDQUOT"]);
/** The database is away or coming back: shutting down, crashed, starting, or nobody listens there. */
const away = new Set([
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08003",
  "08006",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
]);
/** What the driver says of a connection that broke under a query; it has no code. */
const broken = /^(Connection terminated|Client has encountered a connection error)/;
const retryAfterMs = 1_000;

/**
 * The failure behind an error that somebody must look after but no defect is: the disk is full, the database away. Both pass,
 * and the same call works then. Undefined for all else.
 */
export function troubleBehind(error: unknown): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  if (typeof code === "string" && full.has(code)) return new Failure("server/disk_full", { retryAfterMs: 5_000 });
  const gone = (typeof code === "string" && away.has(code) && !("path" in error)) || broken.test(error.message);
  return gone ? new Failure("server/busy", { retryAfterMs }) : undefined;
}
