import type { Member } from "@qunxin/protocol";
import type { UseCase } from "../../platform/caller.ts";
import { briefsOf } from "./briefs.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";
import type { GroupsDeps } from "./deps.ts";
import { findMembers, type ListedMember, listMembers, rankOf, walkMembers } from "./listing-store.ts";
import { abilitiesOn } from "./rules.ts";
import { demand, type Seat, seatOf } from "./seat.ts";

/** A page of a group's members: owner, administrators, then by joining. */
export function members(deps: GroupsDeps): UseCase<"groups.members"> {
  return async ({ groupId, query, cursor, limit = defaultPage }, actor) => {
    const seat = await seatOf(deps, actor, groupId);
    demand(seat, "seeMembers");
    const nicknames = !seat.group.options.realNames;
    const page = { after: positionOf(cursor), limit: limit + 1 };
    const asked = query?.trim() ?? "";
    const { found, total, totalIsLeast } =
      asked === ""
        ? { found: await listMembers(deps.reading, groupId, page), total: seat.group.memberCount, totalIsLeast: false }
        : await search(deps, seat.group, { ...page, query: asked, nicknames });
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
      totalIsLeast,
    };
  };
}

/** So many members are read for a text of one character before those who bear it are looked up. */
const reading = 4_000;

/**
 * In a large group a single character is mostly one that many bear, who fill a page within the first few thousand
 * members; longer texts, and rare characters, are found by their index (ADR 0027).
 */
async function search(
  { reading: from }: GroupsDeps,
  { id, memberCount }: Seat["group"],
  asked: Parameters<typeof findMembers>[2],
): Promise<{ found: ListedMember[]; total: number; totalIsLeast: boolean }> {
  const mayBeMany = memberCount > reading && [...asked.query].length === 1;
  const walked = mayBeMany ? await walkMembers(from, id, { ...asked, reading }) : null;
  if (walked) return { found: walked, total: walked.length, totalIsLeast: true };
  return { ...(await findMembers(from, id, asked)), totalIsLeast: false };
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
