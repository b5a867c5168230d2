// Loaded by the server under test with --import and --expose-gc: on SIGUSR2 tells how much the heap holds after a collection.
import { renameSync, writeFileSync } from "node:fs";

process.on("SIGUSR2", () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const path = process.env.QUNXIN_FAULT_HEAP;
  writeFileSync(`${path}.new`, String(heapUsed + external));
  renameSync(`${path}.new`, path);
});
