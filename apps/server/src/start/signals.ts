/** One Ctrl-C may arrive several times at once: from the terminal, from npm and from bin/start.mjs. */
const sameSignalMs = 500;
const stopLimitMs = 20_000;

/**
 * Stops the process cleanly on SIGINT, SIGTERM, SIGHUP or the end of the process that started it; a second signal, or
 * a stop that takes longer than `stopLimitMs`, ends it at once. A database left behind is ended at the next start.
 */
export function stopOnSignals(close: () => Promise<void>): void {
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
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  process.on("disconnect", stop);
  process.channel?.unref();
}
