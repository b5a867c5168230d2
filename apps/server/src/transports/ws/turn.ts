/** Gathers work until the present turn of the event loop is over, each piece once. */
export interface Turn {
  /** First all of these, which hand frames to connections … */
  sealLater(work: () => void): void;
  /** … then all of these, which write. */
  flushLater(work: () => void): void;
}

export function createTurn(): Turn {
  const seals = new Set<() => void>();
  const flushes = new Set<() => void>();
  let scheduled = false;

  function run(): void {
    scheduled = false;
    drain(seals);
    drain(flushes);
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
  };
}

function drain(works: Set<() => void>): void {
  const due = [...works];
  works.clear();
  for (const work of due) work();
}
