import type { Member } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import { briefsOf } from "./briefs.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { GroupsDeps } from "./deps.ts";
import { findMembers, type ListedMember, listMembers, rankOf } from "./listing-store.ts";
import { abilitiesOn } from "./rules.ts";
import { demand, seatOf } from "./seat.ts";

/** A page of a group's members: owner, administrators, then by joining. */
export function members(deps: GroupsDeps): UseCase<"groups.members"> {
  return async ({ groupId, query, cursor, limit = defaultPage }, actor) => {
    const seat = await seatOf(deps, actor, groupId);
    demand(seat, "seeMembers");
    const nicknames = !seat.group.options.realNames;
    const page = { after: positionOf(cursor), limit: limit + 1 };
    const asked = query?.trim() ?? "";
    const { found, total } =
      asked === ""
        ? { found: await listMembers(deps.reading, groupId, page), total: seat.group.memberCount }
        : await findMembers(deps.reading, groupId, { ...page, query: asked, nicknames });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const brief = await briefsOf(
      deps,
      actor,
      shown.map(({ id }) => id),
    );
    const now = deps.clock.now();
    return {
      members: shown.map((member) => ({
        ...toMember(member, { now, nicknames }),
        person: brief(member.id),
        can: abilitiesOn(seat.can, seat, member),
      })),
      nextCursor: last && found.length > limit ? encodeCursor([rankOf(last.role), last.joinedSeq, last.id]) : null,
      total,
    };
  };
}

const defaultPage = 100;

function positionOf(cursor: string | undefined) {
  if (cursor === undefined) return null;
  const [rank, seq, id] = decodeCursor(cursor, ["number", "number", "string"]);
  return { rank: Number(rank), seq: Number(seq), id: String(id) };
}

/** Nick-names given before a group came to insist on real names do not show. */
function toMember(
  { role, nickname, joinedAt, way, mutedUntil }: ListedMember,
  { now, nicknames }: { now: Date; nicknames: boolean },
): Omit<Member, "person" | "can"> {
  return {
    role,
    nickname: nicknames ? nickname : null,
    joinedAt: joinedAt.toISOString(),
    way,
    mutedUntil: mutedUntil && mutedUntil > now ? mutedUntil.toISOString() : null,
  };
}
