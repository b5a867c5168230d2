import type { PrincipalId } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import { briefsOf } from "./briefs.ts";
import { choose } from "./choose.ts";
import type { GroupsDeps } from "./deps.ts";
import { type Chosen, countActiveEmployees } from "./people-store.ts";
import { memberLimit } from "./rules.ts";
import { type Seat, seatOf } from "./seat.ts";
import { readOccupants } from "./store.ts";

/** Live head-count of a selection, and how it fits. Acceptance 21. */
export function previewSelection(deps: GroupsDeps): UseCase<"groups.previewSelection"> {
  return async ({ selection, groupId, type }, actor) => {
    const seat = groupId ? await seatOf(deps, actor, groupId) : null;
    if (!seat && type === "all_staff") return everybody(deps);
    const chosen = (await choose(deps, deps.reading, actor, selection)).filter((person) => person.active);
    const inside = seat ? await membersAmong(deps, seat, chosen) : new Set<PrincipalId>();
    const coming = chosen.filter(({ id }) => id !== actor.id && !inside.has(id));
    const policy = await deps.company.policy();
    const limit = memberLimit(seat?.group.type ?? type, policy, seat ? seat.group.ownerId : actor.id);
    // A new group holds its creator already.
    const taken = seat?.group.memberCount ?? 1;
    const sample = coming.slice(0, sampleSize).map(({ id }) => id);
    return {
      count: coming.length,
      externals: coming.filter(({ kind }) => kind === "external").length,
      duplicates: chosen.reduce((sum, { times }) => sum + times - 1, 0),
      alreadyMembers: inside.size,
      limit,
      free: limit === null ? null : limit - taken - coming.length,
      sample: sample.map(await briefsOf(deps, actor, sample)),
    };
  };
}

const sampleSize = 12;

async function everybody({ reading }: GroupsDeps) {
  const count = (await countActiveEmployees(reading)) - 1;
  return { count, externals: 0, duplicates: 0, alreadyMembers: 0, limit: null, free: null, sample: [] };
}

async function membersAmong(
  { reading }: GroupsDeps,
  { group }: Seat,
  chosen: readonly Chosen[],
): Promise<Set<PrincipalId>> {
  const ids = chosen.map(({ id }) => id);
  return new Set((await readOccupants(reading, group.id, ids)).map(({ id }) => id));
}
