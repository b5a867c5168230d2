import { type Logger, pino, stdSerializers } from "pino";

/** Object first, constant sentence second; ids yes, message text and secrets never. */
export type Log = Logger;

/** Line-delimited JSON on stderr, so that stdout stays for people. */
export function createLog(level: string): Log {
  const redact = ["password", "token", "*.password", "*.token"];
  return pino({ level, base: null, redact, serializers: { err: withoutRows } }, pino.destination(2));
}

/** PostgreSQL tells in `detail` and `where` what stands in the row that failed, which may be anything somebody wrote. */
function withoutRows(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { detail: _, where: __, ...rest } = stdSerializers.err(error) as Record<string, unknown>;
  return rest;
}
