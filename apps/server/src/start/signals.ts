import { closeSync, openSync } from "node:fs";

/** One Ctrl-C may arrive several times at once: from the terminal, from npm and from bin/start.mjs. */
const sameSignalMs = 500;
const stopLimitMs = 20_000;

/**
 * `renew`: what SIGHUP asks for instead of an end, once there is something to renew; a terminal that is closed sends the
 * same signal, and means an end.
 */
export type Renewal = () => (() => void) | undefined;

/**
 * Stops the process cleanly on SIGINT, SIGTERM, SIGHUP or the end of the process that started it; a second signal, or
 * a stop that takes longer than `stopLimitMs`, ends it at once. A database left behind is ended at the next start.
 */
export function stopOnSignals(close: () => Promise<void>, renewal: Renewal = () => undefined): void {
  const hadTerminal = hasTerminal();
  let stoppingSince: number | undefined;
  const stop = () => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  process.on("SIGHUP", () => {
    const renew = hadTerminal && !hasTerminal() ? undefined : renewal();
    if (renew) renew();
    else stop();
  });
  process.on("disconnect", stop);
  process.channel?.unref();
}

/** Whether this process hangs on a terminal that is still there. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
