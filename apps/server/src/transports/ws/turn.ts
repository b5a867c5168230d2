/** Gathers work until the present turn of the event loop is over, each piece once. */
export interface Turn {
  /** First all of these, which hand frames to connections … */
  sealLater(work: () => void): void;
  /** … then all of these, which write. */
  flushLater(work: () => void): void;
  /** What one of many writes took of late, in milliseconds. */
  writeMs(): number;
}

/** As measured, until something is. */
const usualWriteMs = 0.01;
/** So many writes in a turn tell something … */
const tellingWrites = 100;
/** … and count this much. */
const weight = 0.2;

export function createTurn(): Turn {
  const seals = new Set<() => void>();
  const flushes = new Set<() => void>();
  let writeMs = usualWriteMs;
  let scheduled = false;

  function run(): void {
    scheduled = false;
    drain(seals);
    const writes = flushes.size;
    const startedAt = performance.now();
    drain(flushes);
    if (writes < tellingWrites) return;
    writeMs += ((performance.now() - startedAt) / writes - writeMs) * weight;
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(run);
  }

  return {
    sealLater(work) {
      seals.add(work);
      schedule();
    },
    flushLater(work) {
      flushes.add(work);
      schedule();
    },
    writeMs: () => writeMs,
  };
}

function drain(works: Set<() => void>): void {
  const due = [...works];
  works.clear();
  for (const work of due) work();
}
