import type { ConversationId, Entry, GroupRole, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { Access, Joining } from "./types.ts";

/** First seq a newcomer may read when the last `messages` messages before `seq` are open to them. */
export async function firstOfLast(
  tx: Tx,
  conversationId: ConversationId,
  seq: number,
  messages: number,
): Promise<number> {
  const row = await tx.sql
    .selectFrom("entries")
    .select("seq")
    .where("conversation_id", "=", conversationId)
    .where("kind", "=", "message")
    .where("seq", "<", seq)
    .orderBy("seq", "desc")
    .offset(messages - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 1;
}

/** First seq not older than `since`: what a newcomer may read of the last days. */
export async function firstSince(tx: Tx, conversationId: ConversationId, since: Date): Promise<number> {
  const row = await tx.sql
    .selectFrom("entries")
    .select("seq")
    .where("conversation_id", "=", conversationId)
    .where("created_at", "<", since)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return (row?.seq ?? 0) + 1;
}

/** Puts people in, readable from `from`; whoever was in before gets a further range. Returns who was not in already. */
export async function putIn(
  tx: Tx,
  conversationId: ConversationId,
  people: readonly Joining[],
  at: { entry: Entry; from: number },
): Promise<PrincipalId[]> {
  const { entry, from } = at;
  const { rows } = await sql<{ principal_id: PrincipalId }>`
    insert into members as m (conversation_id, principal_id, present, role, way, by_hand, visible, joined_seq,
      joined_at, read_seq, read_ordinal)
    select ${conversationId}::uuid, t.id, true, t.role, t.way, t.by_hand,
      int8multirange(int8range(${from}::bigint, null)), ${entry.seq}, ${entry.at}::timestamptz, ${entry.seq},
      ${entry.ordinal}
    from unnest(${people.map((p) => p.id)}::uuid[], ${people.map((p) => p.role)}::text[],
      ${people.map((p) => p.way)}::text[], ${people.map((p) => p.byHand)}::boolean[]) as t (id, role, way, by_hand)
    on conflict (conversation_id, principal_id) do update set
      present = true, role = excluded.role, way = excluded.way, by_hand = excluded.by_hand, kept_out = false,
      visible = m.visible + excluded.visible, joined_seq = excluded.joined_seq, joined_at = excluded.joined_at,
      read_seq = excluded.read_seq, read_ordinal = excluded.read_ordinal, muted_until = null, nickname = null,
      marked_unread = false, hidden_at_seq = null, pinned_at = null, notify_muted = false
    where not m.present
    returning principal_id`.execute(tx.sql);
  return rows.map((row) => row.principal_id);
}

/** Takes people out: nothing from `seq` on is theirs to read. Null takes out everybody. Returns who was in. */
export async function takeOut(
  tx: Tx,
  conversationId: ConversationId,
  ids: readonly PrincipalId[] | null,
  how: { seq: number; keepOut: boolean },
): Promise<PrincipalId[]> {
  const { rows } = await sql<{ principal_id: PrincipalId }>`
    update members set present = false, kept_out = ${how.keepOut},
      visible = visible - int8multirange(int8range(${how.seq}::bigint, null))
    where conversation_id = ${conversationId} and present
      and (${ids === null} or principal_id = any(${ids ?? []}::uuid[]))
    returning principal_id`.execute(tx.sql);
  return rows.map((row) => row.principal_id);
}

/** Sets roles of present members. */
export async function updateRoles(
  tx: Tx,
  conversationId: ConversationId,
  changes: readonly { id: PrincipalId; role: GroupRole }[],
): Promise<void> {
  await sql`
    update members m set role = t.role
    from unnest(${changes.map((c) => c.id)}::uuid[], ${changes.map((c) => c.role)}::text[]) as t (id, role)
    where m.conversation_id = ${conversationId} and m.principal_id = t.id and m.present`.execute(tx.sql);
}

/** Changes single columns of one present member. */
export async function updateMember(
  tx: Tx,
  conversationId: ConversationId,
  id: PrincipalId,
  change: { muted_until?: Date | null; nickname?: string | null },
): Promise<void> {
  await tx.sql
    .updateTable("members")
    .set(change)
    .where("conversation_id", "=", conversationId)
    .where("principal_id", "=", id)
    .where("present", "=", true)
    .execute();
}

/** Marks present members as put in by a person, so that following departments leaves them in. */
export async function markByHand(tx: Tx, conversationId: ConversationId, ids: readonly PrincipalId[]): Promise<void> {
  await sql`
    update members set by_hand = true
    where conversation_id = ${conversationId} and present and principal_id = any(${ids}::uuid[])`.execute(tx.sql);
}

/** A member's row, also of somebody who is no longer in. */
export interface MemberRow {
  id: PrincipalId;
  present: boolean;
  role: GroupRole;
  way: string;
  byHand: boolean;
  keptOut: boolean;
  joinedAt: Date;
  nickname: string | null;
  mutedUntil: Date | null;
}

/** One member's row, or null if that person never was in. */
export async function memberOf(
  reading: Reading,
  conversationId: ConversationId,
  id: PrincipalId,
): Promise<MemberRow | null> {
  return (await membersOf(reading, conversationId, [id]))[0] ?? null;
}

/** Rows of the given people (or of all who ever were in), present or not. */
export async function membersOf(
  reading: Reading,
  conversationId: ConversationId,
  ids?: readonly PrincipalId[],
): Promise<MemberRow[]> {
  const rows = await reading.sql
    .selectFrom("members")
    .select(["principal_id", "present", "role", "way", "by_hand", "kept_out", "joined_at", "nickname", "muted_until"])
    .where("conversation_id", "=", conversationId)
    .$if(ids !== undefined, (query) => query.where("principal_id", "=", sql<string>`any(${ids}::uuid[])`))
    .execute();
  return rows.map((row) => ({
    id: row.principal_id as PrincipalId,
    present: row.present,
    role: row.role as GroupRole,
    way: row.way,
    byHand: row.by_hand,
    keptOut: row.kept_out,
    joinedAt: row.joined_at,
    nickname: row.nickname,
    mutedUntil: row.muted_until,
  }));
}

/** Version and members in one snapshot, so that a message judged by it is refused after any change. */
export async function readAccess(reading: Reading, conversationId: ConversationId): Promise<Access | null> {
  const { rows } = await sql<{
    access_version: number;
    kind: "direct" | "group";
    principal_id: PrincipalId | null;
    role: GroupRole;
    muted_until: Date | null;
  }>`
    select c.access_version, c.kind, m.principal_id, m.role, m.muted_until
    from conversations c left join members m on m.conversation_id = c.id and m.present
    where c.id = ${conversationId}`.execute(reading.sql);
  const first = rows[0];
  if (!first) return null;
  const members = new Map<PrincipalId, { role: GroupRole; mutedUntil: Date | null }>();
  for (const row of rows) {
    if (row.principal_id) members.set(row.principal_id, { role: row.role, mutedUntil: row.muted_until });
  }
  return { accessVersion: first.access_version, kind: first.kind, members };
}

/** Conversations these people are in, each with the last seq as of the same snapshot. */
export async function conversationsOf(
  reading: Reading,
  ids: readonly PrincipalId[],
): Promise<Map<PrincipalId, { id: ConversationId; lastSeq: number }[]>> {
  const rows = await reading.sql
    .selectFrom("members as m")
    .innerJoin("conversations as c", "c.id", "m.conversation_id")
    .select(["m.principal_id", "c.id", "c.last_seq"])
    .where("m.principal_id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("m.present", "=", true)
    .execute();
  const found = new Map<PrincipalId, { id: ConversationId; lastSeq: number }[]>(ids.map((id) => [id, []]));
  for (const row of rows) {
    found.get(row.principal_id as PrincipalId)?.push({ id: row.id as ConversationId, lastSeq: row.last_seq });
  }
  return found;
}

/** Which of the given people are in and since which seq, as of `lastSeq`; for deliverers that lost track. */
export async function presentAmong(
  reading: Reading,
  conversationId: ConversationId,
  ids: readonly PrincipalId[],
): Promise<{ lastSeq: number; present: { id: PrincipalId; joinedSeq: number }[] }> {
  const { rows } = await sql<{ last_seq: number; present: { id: PrincipalId; joinedSeq: number }[] | null }>`
    select c.last_seq, (select json_agg(json_build_object('id', m.principal_id, 'joinedSeq', m.joined_seq))
      from members m where m.conversation_id = c.id and m.present and m.principal_id = any(${ids}::uuid[])) as present
    from conversations c where c.id = ${conversationId}`.execute(reading.sql);
  return { lastSeq: rows[0]?.last_seq ?? 0, present: rows[0]?.present ?? [] };
}

/** Those of `ids` who are in some group together with `personId`: all that an external person may know of. */
export async function shareGroup(
  reading: Reading,
  personId: PrincipalId,
  ids: readonly PrincipalId[],
): Promise<PrincipalId[]> {
  const { rows } = await sql<{ principal_id: PrincipalId }>`
    select distinct o.principal_id
    from members mine join members o on o.conversation_id = mine.conversation_id and o.present
    where mine.principal_id = ${personId} and mine.present and o.principal_id = any(${ids}::uuid[])`.execute(
    reading.sql,
  );
  return rows.map((row) => row.principal_id);
}
