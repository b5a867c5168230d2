import type { ConversationId, EntryBody, GroupRole, MessageBody, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { calledBy, insertMentions } from "./store.ts";

/** The message that somebody acts on, as stored: a recalled one with its content. */
export interface Target {
  readonly seq: number;
  readonly by: PrincipalId | null;
  /** Null: the author is not in any more. */
  readonly authorRole: GroupRole | null;
  readonly at: Date;
  readonly body: EntryBody;
  readonly recalled: { readonly by: PrincipalId; readonly at: Date } | null;
  /** Deleted by the actor for themselves. */
  readonly hidden: boolean;
  readonly edits: number;
  readonly editedAt: Date | null;
}

/** Where somebody acts: what an act is judged by. */
export interface ActPlace {
  readonly kind: "direct" | "group";
  readonly accessVersion: number;
  readonly lastSeq: number;
  readonly shownSeq: number;
  readonly actor: { readonly role: GroupRole; readonly mutedUntil: Date | null };
  /** Null: there is none, or the actor may not see it, or it is an act itself. */
  readonly target: Target | null;
}

/** Takes the row lock that every writer of the conversation takes. False: there is no such conversation. */
export async function lockConversation(tx: Tx, conversationId: ConversationId): Promise<boolean> {
  const { rows } = await sql`select from conversations where id = ${conversationId} for no key update`.execute(tx.sql);
  return rows.length > 0;
}

interface PlaceRow {
  kind: "direct" | "group";
  access_version: number;
  last_seq: number;
  shown_seq: number;
  role: GroupRole;
  muted_until: Date | null;
  seq: number | null;
  author_id: PrincipalId | null;
  author_role: GroupRole | null;
  created_at: Date;
  body: EntryBody;
  recalled_at: Date | null;
  recalled_by: PrincipalId | null;
  edits: number;
  edited_at: Date | null;
  hidden: boolean;
}

/** The actor's place and the message at `seq`, in one snapshot; null when the actor is not in the conversation. */
export async function readPlace(
  reading: Reading,
  conversationId: ConversationId,
  actorId: PrincipalId,
  seq: number,
): Promise<ActPlace | null> {
  const { rows } = await sql<PlaceRow>`
    select c.kind, c.access_version, c.last_seq, c.shown_seq, m.role, m.muted_until, e.seq, e.author_id, e.created_at,
      e.body, e.recalled_at, e.recalled_by, e.edits, e.edited_at, a.role as author_role,
      exists (select from hidden_entries h where h.conversation_id = c.id and h.principal_id = m.principal_id
        and h.seq = e.seq) as hidden
    from conversations c join members m on m.conversation_id = c.id and m.principal_id = ${actorId} and m.present
    left join entries e on e.conversation_id = c.id and e.seq = ${seq} and m.visible @> e.seq and e.target is null
    left join members a on a.conversation_id = c.id and a.principal_id = e.author_id and a.present
    where c.id = ${conversationId}`.execute(reading.sql);
  return rows[0] ? placeOf(rows[0]) : null;
}

function placeOf(row: PlaceRow): ActPlace {
  return {
    kind: row.kind,
    accessVersion: row.access_version,
    lastSeq: row.last_seq,
    shownSeq: row.shown_seq,
    actor: { role: row.role, mutedUntil: row.muted_until },
    target: row.seq === null ? null : targetOf({ ...row, seq: row.seq }),
  };
}

function targetOf(row: PlaceRow & { seq: number }): Target {
  const { recalled_at: at, recalled_by: by } = row;
  return {
    seq: row.seq,
    by: row.author_id,
    authorRole: row.author_role,
    at: row.created_at,
    body: row.body,
    recalled: at && by ? { by, at } : null,
    hidden: row.hidden,
    edits: row.edits,
    editedAt: row.edited_at,
  };
}

/** Marks a message as changed by the entry at `bySeq`. */
export async function markChanged(tx: Tx, conversationId: ConversationId, seq: number, bySeq: number): Promise<void> {
  await sql`update entries set changed_seq = ${bySeq}
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
}

/** Hides a message's content from everybody, in quotes of it too; nobody is called by it any more. */
export async function markRecalled(
  tx: Tx,
  conversationId: ConversationId,
  seq: number,
  by: { id: PrincipalId; at: Date },
): Promise<void> {
  await sql`update entries set recalled_at = ${by.at}::timestamptz, recalled_by = ${by.id}
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
  await sql`
    update entries set body = jsonb_set(body, '{replyTo}', body -> 'replyTo' || '{"text": "", "recalled": true}')
    where conversation_id = ${conversationId} and quotes = ${seq}`.execute(tx.sql);
  await deleteMentions(tx, conversationId, seq);
}

/** Keeps what a message said, says it otherwise, and calls whom the new text calls. */
export async function replaceBody(
  tx: Tx,
  conversationId: ConversationId,
  { seq, edits, body: before, at, editedAt }: Target,
  now: { body: MessageBody; at: Date },
): Promise<void> {
  await sql`
    insert into entry_versions (conversation_id, seq, version, body, at)
    values (${conversationId}, ${seq}, ${edits + 1}, ${JSON.stringify(before)}::jsonb,
      ${editedAt ?? at}::timestamptz)`.execute(tx.sql);
  await sql`update entries set body = ${JSON.stringify(now.body)}::jsonb, edited_at = ${now.at}::timestamptz,
      edits = edits + 1
    where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
  await deleteMentions(tx, conversationId, seq);
  const called = calledBy(now.body).map((id) => ({ seq, id }));
  if (called.length > 0) await insertMentions(tx, conversationId, called);
}

/** What an edited message said before, oldest first. */
export async function readVersions(
  reading: Reading,
  conversationId: ConversationId,
  seq: number,
): Promise<{ body: MessageBody; at: Date }[]> {
  const rows = await reading.sql
    .selectFrom("entry_versions")
    .select(["body", "at"])
    .where("conversation_id", "=", conversationId)
    .where("seq", "=", seq)
    .orderBy("version")
    .execute();
  return rows.map(({ body, at }) => ({ body: body as MessageBody, at }));
}

/** Hides what the person may see of `seqs` from that person. Answers what was not hidden before. */
export async function insertHidden(
  tx: Tx,
  conversationId: ConversationId,
  personId: PrincipalId,
  seqs: readonly number[],
): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    insert into hidden_entries (conversation_id, principal_id, seq, at_seq)
    select c.id, m.principal_id, e.seq, c.last_seq
    from conversations c join members m on m.conversation_id = c.id and m.principal_id = ${personId} and m.present
    join entries e on e.conversation_id = c.id and e.seq = any(${[...seqs]}::bigint[]) and m.visible @> e.seq
      and e.target is null
    where c.id = ${conversationId}
    on conflict do nothing returning seq`.execute(tx.sql);
  return rows.map(({ seq }) => seq);
}

async function deleteMentions(tx: Tx, conversationId: ConversationId, seq: number): Promise<void> {
  await sql`delete from mentions where conversation_id = ${conversationId} and seq = ${seq}`.execute(tx.sql);
}
