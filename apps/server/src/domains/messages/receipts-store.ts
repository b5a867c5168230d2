import type { ConversationId, PrincipalId, Receipt } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";
import type { Reader, Stay, Watched } from "./receipts-board.ts";

/** Every present member with mark and stays. */
export async function readReaders(reading: Reading, conversationId: ConversationId): Promise<Reader[]> {
  const { rows } = await sql<{ id: PrincipalId; read_seq: number; visible: string }>`
    select principal_id as id, read_seq, visible::text as visible from members
    where conversation_id = ${conversationId} and present`.execute(reading.sql);
  // Most came in with the same stay: one object for all of them.
  const known = new Map<string, readonly Stay[]>();
  return rows.map(({ id, read_seq: readSeq, visible }) => {
    const stays = known.get(visible) ?? staysOf(visible);
    known.set(visible, stays);
    return { id, readSeq, stays };
  });
}

/** PostgreSQL writes multiranges of integers as {[1,5),[9,)}. */
function staysOf(visible: string): Stay[] {
  return [...visible.matchAll(/\[(\d*),(\d*)\)/g)].map(([, from, to]) => ({
    from: Number(from),
    to: to ? Number(to) : Number.MAX_SAFE_INTEGER,
  }));
}

/** A message or announcement whose receipts somebody may ask for. */
export interface Receipted extends Watched {
  readonly kind: "message" | "announced";
}

/** Those of the seqs that are the viewer's own messages or anybody's announcements, and visible to the viewer. */
export async function readReceipted(
  reading: Reading,
  conversationId: ConversationId,
  viewer: PrincipalId,
  seqs: readonly number[],
): Promise<Receipted[]> {
  const rows = await ask(reading, receipted, [conversationId, viewer, seqs]);
  return rows.map(({ confirmed, ...row }) => ({ ...row, confirmed: confirmed && new Set(confirmed) }));
}

const receipted = prepare<Omit<Receipted, "confirmed"> & { confirmed: PrincipalId[] | null }>(
  "receipted",
  `select e.seq, e.author_id as author, e.kind,
    case when (e.body->>'confirm')::boolean then coalesce((select json_agg(c.principal_id) from confirmations c
      where c.conversation_id = e.conversation_id and c.seq = e.seq), '[]') end as confirmed
  from entries e join members m on m.conversation_id = e.conversation_id and m.principal_id = $2 and m.present
  where e.conversation_id = $1 and e.seq = any($3::bigint[]) and m.visible @> e.seq
    and e.recalled_at is null and (e.kind = 'announced' or (e.kind = 'message' and e.author_id = $2))`,
);

export interface Readers {
  readonly unread: PrincipalId[];
  readonly read: PrincipalId[];
  readonly confirmed: PrincipalId[];
  readonly counts: Receipt;
}

/** Who stands where with one message: at most `shown` of each state, all of them counted. */
export async function readWho(
  reading: Reading,
  conversationId: ConversationId,
  { seq, author, confirmed }: Watched,
  shown: number,
): Promise<Readers> {
  const { rows } = await sql<{ state: "unread" | "read" | "confirmed"; ids: PrincipalId[]; count: number }>`
    with who as (
      select m.principal_id as id, m.joined_seq, case when c.principal_id is not null then 'confirmed'
        when m.read_seq >= ${seq} then 'read' else 'unread' end as state, coalesce(c.at, m.joined_at) as at
      from members m left join confirmations c
        on c.conversation_id = m.conversation_id and c.seq = ${seq} and c.principal_id = m.principal_id
      where m.conversation_id = ${conversationId} and m.present and m.visible @> ${seq}::bigint
        and m.principal_id is distinct from ${author}),
    placed as (select *, row_number() over (partition by state order by at, id) as place from who)
    select state, count(*) as count, array_agg(id order by place) filter (where place <= ${shown}) as ids
    from placed group by state`.execute(reading.sql);
  const of = (state: string) => rows.find((row) => row.state === state);
  const count = (state: string) => of(state)?.count ?? 0;
  const numbers = { seq, unread: count("unread"), read: count("read") };
  return {
    unread: of("unread")?.ids ?? [],
    read: of("read")?.ids ?? [],
    confirmed: of("confirmed")?.ids ?? [],
    counts: confirmed ? { ...numbers, confirmed: count("confirmed") } : numbers,
  };
}
