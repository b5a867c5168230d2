import type { ConversationId, GroupRole, GroupType, JoinWay, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { gramsOf } from "../../platform/grams.ts";
import { ask, prepare } from "../../platform/prepared.ts";

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

/** What a list says of a group; null of what is none. */
export interface GroupFacts {
  readonly group_type: GroupType | null;
  readonly group_name: string | null;
  readonly member_count: number | null;
}

/** Joins a group's facts to a statement that has its id there, so that a list of conversations needs no second one. */
export function joinGroup(id: string): { columns: string; join: string } {
  return {
    columns: "g.type as group_type, g.name as group_name, g.member_count",
    join: `left join groups g on g.id = ${id}`,
  };
}

/** The mosaics of groups by id. */
export async function readMosaics(
  reading: Reading,
  ids: readonly ConversationId[],
): Promise<Map<ConversationId, PrincipalId[]>> {
  const rows = await ask(reading, mosaicsById, [ids]);
  return new Map(rows.map(({ id, mosaic }) => [id, idsOf(mosaic)]));
}

/** Where a page of members ends: the rank of the role, then the seq of joining, then the id. */
export interface MemberPosition {
  readonly rank: number;
  readonly seq: number;
  readonly id: string;
}

/** A page of all members: owner, administrators, then by joining. Read from its place in an index. */
export async function listMembers(
  { sql: from }: Reading,
  groupId: ConversationId,
  { after, limit }: MemberPage,
): Promise<ListedMember[]> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from members m join people p on p.id = m.principal_id
    where m.conversation_id = ${groupId} and m.present and ${beyond(after)}
    order by ${memberOrder} limit ${limit}`.execute(from);
  return rows.map(toListed);
}

/**
 * A page of the members who are called so, in the same order, and how many they are: `query` matches anywhere in name,
 * pinyin and initials, and in nick-names if they show. Two lists, as each has its own index: a group may have 100,000.
 */
export async function findMembers(
  { sql: from }: Reading,
  groupId: ConversationId,
  { query, nicknames, after, limit }: MemberSearch,
): Promise<{ found: ListedMember[]; total: number }> {
  const joined = sql`select ${memberColumns} from people p join members m on m.principal_id = p.id
    where m.conversation_id = ${groupId} and m.present`;
  const named = sql`${joined} and grams(p.search_text) @@ ${gramsOf(query.toLowerCase())}::tsquery and ${called(query)}`;
  const nicknamed = nicknames ? sql`union ${joined} and m.nickname ilike ${containing(query)}` : sql``;
  const { rows } = await sql<MemberRow & { total: number }>`
    with found as materialized (${named} ${nicknamed}),
      page as (select * from found m where ${beyond(after)} order by ${memberOrder} limit ${limit})
    select total, m.* from (select count(*)::int as total from found) counted left join page m on true
    order by ${memberOrder}`.execute(from);
  const found = rows.filter(({ principal_id }) => principal_id !== null);
  return { found: found.map(toListed), total: rows[0]?.total ?? 0 };
}

/**
 * What findMembers finds, read from the members' own order: the page if `reading` members from its place on fill it, else
 * null. For texts that many bear, who would all be looked up and sorted for each page.
 */
export async function walkMembers(
  { sql: from }: Reading,
  groupId: ConversationId,
  { query, nicknames, after, limit, reading }: MemberSearch & { reading: number },
): Promise<ListedMember[] | null> {
  const nicknamed = nicknames ? sql`or m.nickname ilike ${containing(query)}` : sql``;
  // `offset 0` keeps the planner from reading all people: each member's row is looked up when its turn comes.
  const { rows } = await sql<MemberRow>`
    select m.*, p.status from (
      select ${rank} as rank, ${ownColumns} from members m
      where m.conversation_id = ${groupId} and m.present and ${beyond(after)}
      order by ${memberOrder} limit ${reading}) m
    cross join lateral (
      select p.status from people p where p.id = m.principal_id and (${called(query)} ${nicknamed}) offset 0) p
    order by m.rank, m.joined_seq, m.principal_id limit ${limit}`.execute(from);
  return rows.length < limit ? null : rows.map(toListed);
}

interface MemberSearch extends MemberPage {
  query: string;
  nicknames: boolean;
}

/** Whether person `p` is called so. */
function called(query: string) {
  const like = containing(query);
  return sql`(p.search_text like ${containing(query.toLowerCase())}
    and (p.name ilike ${like} or replace(p.pinyin, ' ', '') ilike ${like} or p.initials ilike ${like}))`;
}

interface MemberPage {
  after: MemberPosition | null;
  limit: number;
}

interface MemberRow {
  principal_id: PrincipalId;
  role: GroupRole;
  nickname: string | null;
  joined_at: Date;
  joined_seq: number;
  way: JoinWay;
  muted_until: Date | null;
  status: string;
}

const ownColumns = sql`m.principal_id, m.role, m.nickname, m.joined_at, m.joined_seq, m.way, m.muted_until`;
const memberColumns = sql`${ownColumns}, p.status`;

function toListed(row: MemberRow): ListedMember {
  const { principal_id: id, role, nickname, joined_at: joinedAt, joined_seq: joinedSeq, way, status } = row;
  return { id, role, nickname, joinedAt, joinedSeq, way, mutedUntil: row.muted_until, active: status === "active" };
}

/** The rank that lists of members are ordered by. */
export function rankOf(role: GroupRole): number {
  return role === "owner" ? 0 : role === "administrator" ? 1 : 2;
}

/** As the index `members_in_order` has it. */
const rankText = "(case m.role when 'owner' then 0 when 'administrator' then 1 else 2 end)";
const rank = sql.raw<number>(rankText);

const memberOrder = sql`${rank}, m.joined_seq, m.principal_id`;

function beyond(after: MemberPosition | null) {
  if (after === null) return sql`true`;
  return sql`(${memberOrder}) > (${after.rank}::int, ${after.seq}::bigint, ${after.id}::uuid)`;
}

/**
 * Up to four members of a group for its avatar: the owner, then by joining. Four of each rank are read in the order of
 * the index, however large the group is. As one text: hundreds of arrays take longer to read than to find.
 */
const mosaicsById = prepare<{ id: ConversationId; mosaic: string }>(
  "groups_mosaics",
  `select g.id, array_to_string(array(
    select first.principal_id from (values (0), (1), (2)) ranks (rank) cross join lateral (
      select m.joined_seq, m.principal_id from members m
      where m.conversation_id = g.id and m.present and ${rankText} = ranks.rank
      order by m.joined_seq, m.principal_id limit 4) first
    order by ranks.rank = 0 desc, first.joined_seq, first.principal_id limit 4), ' ') as mosaic
  from unnest($1::uuid[]) g (id)`,
);

function idsOf(text: string): PrincipalId[] {
  return text === "" ? [] : (text.split(" ") as PrincipalId[]);
}

function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
