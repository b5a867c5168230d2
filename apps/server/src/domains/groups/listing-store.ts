import type { ConversationId, GroupRole, GroupType, JoinWay, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";

export interface ListedGroup {
  readonly id: ConversationId;
  readonly name: string;
  readonly type: GroupType;
  readonly memberCount: number;
  readonly role: GroupRole;
}

export interface ListedMember {
  readonly id: PrincipalId;
  readonly role: GroupRole;
  readonly nickname: string | null;
  readonly joinedAt: Date;
  readonly joinedSeq: number;
  readonly way: JoinWay;
  readonly mutedUntil: Date | null;
  readonly active: boolean;
}

/** Active groups somebody is in, by name and id, after `after`; `query` matches anywhere in the name. */
export async function listGroupsOf(
  { sql: from }: Reading,
  personId: PrincipalId,
  page: { query: string; after: { name: string; id: string } | null; limit: number },
): Promise<{ groups: ListedGroup[]; total: number }> {
  const mine = from
    .selectFrom("members as m")
    .innerJoin("groups as g", "g.id", "m.conversation_id")
    .where("m.principal_id", "=", personId)
    .where("m.present", "=", true)
    .where("g.state", "=", "active")
    .$if(page.query !== "", (all) => all.where("g.name", "ilike", containing(page.query)));
  const count = await mine.select(({ fn }) => fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  const { after } = page;
  const rows = await mine
    .select(["g.id", "g.name", "g.type", "g.member_count", "m.role"])
    .$if(after !== null, (all) => all.where(sql<boolean>`(g.name, g.id) > (${after?.name}, ${after?.id}::uuid)`))
    .orderBy("g.name")
    .orderBy("g.id")
    .limit(page.limit)
    .execute();
  const groups = rows.map((row) => ({
    id: row.id as ConversationId,
    name: row.name,
    type: row.type as GroupType,
    memberCount: row.member_count,
    role: row.role as GroupRole,
  }));
  return { groups, total: Number(count.count) };
}

/** Groups by id, whoever is in them, with their mosaics. */
export async function listedGroups({ sql: from }: Reading, ids: readonly ConversationId[]) {
  const rows = await from
    .selectFrom("groups as g")
    .select(["g.id", "g.type", "g.state", "g.name", "g.member_count", mosaic.as("mosaic")])
    .where("g.id", "=", sql<string>`any(${ids}::uuid[])`)
    .execute();
  return rows.map((row) => ({
    id: row.id as ConversationId,
    type: row.type as GroupType,
    state: row.state as "active" | "dissolved",
    name: row.name,
    memberCount: row.member_count,
    mosaic: idsOf(row.mosaic),
  }));
}

/** The mosaics of groups by id. */
export async function readMosaics(
  { sql: from }: Reading,
  ids: readonly ConversationId[],
): Promise<Map<ConversationId, PrincipalId[]>> {
  const rows = await from
    .selectFrom("groups as g")
    .select(["g.id", mosaic.as("mosaic")])
    .where("g.id", "=", sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id as ConversationId, idsOf(row.mosaic)]));
}

/** Where a page of members ends: the rank of the role, then the seq of joining, then the id. */
export interface MemberPosition {
  readonly rank: number;
  readonly seq: number;
  readonly id: string;
}

/** Owner, administrators, then by joining. `query` matches name, pinyin and initials, and nick-names if they show. */
export async function listMembers(
  { sql: from }: Reading,
  groupId: ConversationId,
  page: { query: string; nicknames: boolean; after: MemberPosition | null; limit: number },
): Promise<ListedMember[]> {
  const { after } = page;
  const rows = await matching(from, groupId, page)
    .select(["m.principal_id", "m.role", "m.nickname", "m.joined_at", "m.joined_seq", "m.way", "m.muted_until"])
    .select("p.status")
    .$if(after !== null, (all) =>
      all.where(
        sql<boolean>`(${rank}, m.joined_seq, m.principal_id) > (${after?.rank}::int, ${after?.seq}::bigint, ${after?.id}::uuid)`,
      ),
    )
    .orderBy(rank)
    .orderBy("m.joined_seq")
    .orderBy("m.principal_id")
    .limit(page.limit)
    .execute();
  return rows.map((row) => ({
    id: row.principal_id as PrincipalId,
    role: row.role as GroupRole,
    nickname: row.nickname,
    joinedAt: row.joined_at,
    joinedSeq: row.joined_seq,
    way: row.way as JoinWay,
    mutedUntil: row.muted_until,
    active: row.status === "active",
  }));
}

export async function countMembers(
  { sql: from }: Reading,
  groupId: ConversationId,
  page: { query: string; nicknames: boolean },
): Promise<number> {
  const row = await matching(from, groupId, page)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The rank that `listMembers` orders by. */
export function rankOf(role: GroupRole): number {
  return role === "owner" ? 0 : role === "administrator" ? 1 : 2;
}

/** As the index `members_in_order` has it. */
const rank = sql<number>`(case m.role when 'owner' then 0 when 'administrator' then 1 else 2 end)`;

/**
 * Up to four members of a group `g` for its avatar: the owner, then by joining. Four of each rank are read in the order
 * of the index, however large the group is. As one text: hundreds of arrays take longer to read than to find.
 */
const mosaic = sql<string>`array_to_string(array(
  select first.principal_id from (values (0), (1), (2)) ranks (rank) cross join lateral (
    select m.joined_seq, m.principal_id from members m
    where m.conversation_id = g.id and m.present and ${rank} = ranks.rank
    order by m.joined_seq, m.principal_id limit 4) first
  order by ranks.rank = 0 desc, first.joined_seq, first.principal_id limit 4), ' ')`;

function idsOf(text: string): PrincipalId[] {
  return text === "" ? [] : (text.split(" ") as PrincipalId[]);
}

function matching(
  from: Reading["sql"],
  groupId: ConversationId,
  { query, nicknames }: { query: string; nicknames: boolean },
) {
  const like = containing(query);
  return from
    .selectFrom("members as m")
    .innerJoin("people as p", "p.id", "m.principal_id")
    .where("m.conversation_id", "=", groupId)
    .where("m.present", "=", true)
    .$if(query !== "", (all) =>
      // One look at what a person is found by spares most people the three others: a group may have 100,000 members.
      all.where(sql<boolean>`((p.search_text like ${like.toLowerCase()}
          and (p.name ilike ${like} or replace(p.pinyin, ' ', '') ilike ${like} or p.initials ilike ${like}))
        or (${nicknames} and m.nickname ilike ${like}))`),
    );
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
