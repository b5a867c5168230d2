import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (options: { type: "minor" | "major"; execution: "sync" }) => void;
let collect: Collect | null = null;

/**
 * Collects what was made lately and is held no more: 1 to 3 ms. For long work in batches, called between two of them: V8
 * collects by itself in the middle of one, takes what it finds of it for long-lived, and keeps that rubbish until it
 * collects everything, which it puts off for hundreds of megabytes.
 */
export function collectYoung(): void {
  collect ??= exposed();
  collect({ type: "minor", execution: "sync" });
}

/**
 * Collects everything that is held no more: 20 to 50 ms for 60 MB that are held. For the end of long work that leaves a
 * hundred megabytes of rubbish, once: everybody waits meanwhile.
 */
export function collectAll(): void {
  collect ??= exposed();
  collect({ type: "major", execution: "sync" });
}

/** What `--expose-gc` gives stands in contexts made after it, so ours stays as it is. */
function exposed(): Collect {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as Collect;
}
