import { type Logger, pino } from "pino";

/** Object first, constant sentence second; ids yes, message text and secrets never. */
export type Log = Logger;

/** Line-delimited JSON on stderr, so that stdout stays for people. */
export function createLog(level: string): Log {
  return pino({ level, base: null, redact: ["password", "token", "*.password", "*.token"] }, pino.destination(2));
}
