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

/** Groups by id, whoever is in them. */
export async function listedGroups({ sql: from }: Reading, ids: readonly ConversationId[]) {
  const rows = await from
    .selectFrom("groups")
    .select(["id", "type", "state", "name", "member_count"])
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .execute();
  return rows.map((row) => ({
    id: row.id as ConversationId,
    type: row.type as GroupType,
    state: row.state as "active" | "dissolved",
    name: row.name,
    memberCount: row.member_count,
  }));
}

/** Up to four members of each group for the avatar mosaic: the owner, then by joining. */
export async function readMosaics(
  { sql: from }: Reading,
  ids: readonly ConversationId[],
): Promise<Map<ConversationId, PrincipalId[]>> {
  const { rows } = await sql<{ id: ConversationId; mosaic: PrincipalId[] }>`
    select g.id, array(
      select m.principal_id::text from members m where m.conversation_id = g.id and m.present
      order by (m.role = 'owner') desc, m.joined_seq, m.principal_id limit 4
    ) as mosaic
    from groups g where g.id = any(${ids}::uuid[])`.execute(from);
  return new Map(rows.map(({ id, mosaic }) => [id, mosaic]));
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

const rank = sql<number>`(case m.role when 'owner' then 0 when 'administrator' then 1 else 2 end)`;

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
      all.where(sql<boolean>`(p.name ilike ${like} or replace(p.pinyin, ' ', '') ilike ${like} or p.initials ilike ${like}
        or (${nicknames} and m.nickname ilike ${like}))`),
    );
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
