import { type Brief, limits, type PrincipalId } from "@qunxin/protocol";
import type { Call } from "./calls.ts";
import { createFamily, type Store } from "./store.ts";
import type { Timing } from "./transport.ts";

export interface People {
  /** Name and avatar, null until fetched or when not visible; asks for it at first use. */
  of(id: PrincipalId): Store<Brief | null>;
  get(id: PrincipalId): Brief | null;
  /** Takes briefs that came with another answer. */
  remember(briefs: readonly Brief[]): void;
}

export interface PeopleSink {
  /** People changed; empty: many. */
  changed(ids: readonly PrincipalId[]): void;
  /** The server is there again: what could not be fetched is asked for again. */
  online(): void;
  /** What the device kept: shown until asked for again. */
  restore(briefs: readonly Brief[]): void;
  reset(): void;
}

const gatherMs = 20;

/** Briefs by id, fetched in batches when somebody first wants them, again after they changed. */
export function createPeople(
  call: Call,
  timing: Timing,
  keep: (brief: Brief) => void,
): { people: People; sink: PeopleSink } {
  const known = new Set<PrincipalId>();
  const due = new Set<PrincipalId>();
  let cancel: (() => void) | null = null;
  const stores = createFamily<PrincipalId, Brief | null>(
    () => null,
    (id) => ({ onFirst: () => want(id) }),
  );

  function want(id: PrincipalId): void {
    if (known.has(id)) return;
    known.add(id);
    due.add(id);
    cancel ??= timing.after(gatherMs, () => void fetchDue());
  }

  async function fetchDue(): Promise<void> {
    cancel = null;
    const ids = [...due].slice(0, limits.briefsPerCall);
    for (const id of ids) due.delete(id);
    if (due.size > 0) cancel = timing.after(0, () => void fetchDue());
    try {
      remember((await call("directory.briefs", { ids })).people);
    } catch {
      for (const id of ids) known.delete(id);
    }
  }

  function remember(briefs: readonly Brief[]): void {
    for (const brief of briefs) {
      known.add(brief.id);
      stores.of(brief.id).set(brief);
      keep(brief);
    }
  }

  function forget(ids: readonly PrincipalId[]): void {
    for (const id of ids) {
      known.delete(id);
      // What nobody looks at is fetched when somebody does.
      if (stores.of(id).listeners() > 0) want(id);
    }
  }

  return {
    people: {
      of: stores.of,
      get(id) {
        want(id);
        return stores.of(id).getSnapshot();
      },
      remember,
    },
    sink: {
      changed: (ids) => forget(ids.length ? ids.filter((id) => known.has(id)) : [...known]),
      online: () => forget(stores.ids().filter((id) => !known.has(id))),
      restore(briefs) {
        for (const brief of briefs) if (!known.has(brief.id)) stores.of(brief.id).set(brief);
      },
      reset() {
        cancel?.();
        cancel = null;
        known.clear();
        due.clear();
        stores.reset();
      },
    },
  };
}
