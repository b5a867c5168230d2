import type { DepartmentId } from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { readHeadCounts } from "./department-store.ts";
import { readVersion } from "./version-store.ts";

/** Active people in departments and below, for a viewer to whom some departments are invisible. */
export type HeadCounts = (
  ids: readonly DepartmentId[],
  invisible: readonly DepartmentId[],
) => Promise<ReadonlyMap<DepartmentId, number>>;

const remembered = 20_000;

/**
 * Head counts, remembered until the directory changes: with hidden departments the people in those are counted, and
 * everybody who opens the tree asks for the same.
 */
export function createHeadCounts(reading: Reading): HeadCounts {
  let countedAt = -1;
  let known = new Map<string, number>();
  return async (ids, invisible) => {
    const version = await readVersion(reading);
    if (version !== countedAt || known.size > remembered) {
      countedAt = version;
      known = new Map();
    }
    // What is counted below belongs to this version or a later one, even if another call moves on meanwhile.
    const counts = known;
    const scope = invisible.join();
    const missing = ids.filter((id) => !counts.has(id + scope));
    const found = await readHeadCounts(reading, missing, invisible);
    for (const id of missing) counts.set(id + scope, found.get(id) ?? 0);
    return new Map(ids.map((id) => [id, counts.get(id + scope) ?? 0]));
  };
}
