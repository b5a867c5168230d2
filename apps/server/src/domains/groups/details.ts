import type { CallOutput } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { readDepartments } from "./department-store.ts";
import type { GroupsDeps } from "./deps.ts";
import { listGroupsOf, readMosaics } from "./listing-store.ts";
import { effectiveRights, keptDays, memberLimit } from "./rules.ts";
import { type Seat, seatOf } from "./seat.ts";

/** A group the actor is in, and what the actor may do there. External people learn no departments. */
export function get(deps: GroupsDeps): UseCase<"groups.get"> {
  return async ({ groupId }, actor) => {
    const seat = await seatOf(deps, actor, groupId);
    const departments = actor.kind === "employee" ? await readDepartments(deps.reading, groupId) : [];
    return { ...facts(seat), ...asSeen(seat), departments };
  };
}

/** Groups the actor is in, by name. */
export function mine(deps: GroupsDeps): UseCase<"groups.mine"> {
  return async ({ query, cursor, limit = defaultPage }, actor) => {
    const [name, id] = cursor === undefined ? [] : decodeCursor(cursor, ["string", "string"]);
    const after = cursor === undefined ? null : { name: String(name), id: String(id) };
    const page = { query: query?.trim() ?? "", after, limit: limit + 1 };
    const { groups, total } = await listGroupsOf(deps.reading, actor.id, page);
    const shown = groups.slice(0, limit);
    const last = shown.at(-1);
    const mosaics = await readMosaics(
      deps.reading,
      shown.map((group) => group.id),
    );
    return {
      groups: shown.map((group) => ({ ...group, mosaic: mosaics.get(group.id) ?? [] })),
      nextCursor: last && groups.length > limit ? encodeCursor([last.name, last.id]) : null,
      total,
    };
  };
}

const defaultPage = 100;

type Details = CallOutput<"groups.get">;

function facts({ group, policy }: Seat) {
  return {
    id: group.id,
    type: group.type,
    name: group.name,
    description: group.description,
    announcement: group.announcement,
    ownerId: group.ownerId,
    memberCount: group.memberCount,
    externalCount: group.externalCount,
    options: group.options,
    followsDepartments: group.followsDepartments,
    state: group.state,
    dissolvedAt: group.dissolvedAt?.toISOString() ?? null,
    createdAt: group.createdAt.toISOString(),
    createdBy: group.createdBy,
    retentionDays: keptDays(group.type, group.retentionDays, policy.retention),
  } satisfies Partial<Details>;
}

function asSeen({ group, policy, standing, role, can }: Seat) {
  return {
    memberLimit: memberLimit(group.type, policy, group.ownerId),
    rights: effectiveRights(group.type, standing.cells),
    role,
    can,
  } satisfies Partial<Details>;
}
