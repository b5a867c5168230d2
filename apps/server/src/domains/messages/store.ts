import type { ConversationId, GroupRole, LabelId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { everybody } from "../log/index.ts";

/** A viewer's conversation as the log knows it. */
export interface ConversationRow {
  readonly id: ConversationId;
  readonly kind: "direct" | "group";
  readonly last_seq: number;
  /** Everything up to here was removed by retention. */
  readonly purged_seq: number;
  readonly shown_seq: number;
  readonly last_ordinal: number;
  readonly last_at: Date;
  readonly role: GroupRole;
  readonly read_seq: number;
  readonly read_ordinal: number;
  readonly notify_muted: boolean;
  readonly notify_nothing: boolean;
  readonly pinned_at: Date | null;
  readonly marked_unread: boolean;
  readonly hidden: boolean;
  readonly folded: boolean;
  readonly labels: LabelId[];
  readonly peer_id: PrincipalId | null;
  readonly mention_seqs: number[];
  /** The newest entry that is not an act; null where there is none. */
  readonly entry_id: string | null;
  readonly author_id: string | null;
  readonly client_id: string | null;
  readonly body: unknown;
  readonly created_at: Date | null;
  readonly recalled_at: Date | null;
  readonly recalled_by: string | null;
  /** The viewer deleted it for themselves. */
  readonly last_hidden: boolean;
}

/** Where a page of the list begins: after this conversation. */
export interface ListPosition {
  readonly pinnedAt: Date | null;
  readonly lastAt: Date;
  readonly id: string;
}

/**
 * A person's conversations: pinned first, then by newest entry. Whoever is in sees the newest entry, since the range of
 * the present stay is open at its end.
 */
export async function readConversations(
  reading: Reading,
  viewer: PrincipalId,
  page: { only?: ConversationId; after: ListPosition | null; limit: number },
): Promise<ConversationRow[]> {
  const { only = null, after, limit } = page;
  const { rows } = await sql<ConversationRow>`
    with mine as (
      select c.id, c.kind, c.last_seq, c.purged_seq, c.shown_seq, c.last_ordinal, c.last_at, m.role, m.read_seq, m.read_ordinal, m.notify_muted, m.notify_nothing,
        m.pinned_at, m.marked_unread, m.folded, coalesce(m.hidden_at_seq >= c.shown_seq, false) as hidden
      from members m join conversations c on c.id = m.conversation_id
      where m.principal_id = ${viewer} and m.present and (${only}::uuid is null or c.id = ${only})
        and (${only}::uuid is not null or m.hidden_at_seq is null or m.hidden_at_seq < c.shown_seq)
        and (${after === null}
          or (coalesce(m.pinned_at, '-infinity'), c.last_at, c.id)
            < (coalesce(${after?.pinnedAt ?? null}::timestamptz, '-infinity'), ${after?.lastAt ?? null}::timestamptz,
              ${after?.id ?? null}::uuid))
      order by coalesce(m.pinned_at, '-infinity') desc, c.last_at desc, c.id desc limit ${limit})
    select mine.*, e.id as entry_id, e.author_id, e.client_id, e.body, e.created_at, e.recalled_at, e.recalled_by,
      exists (select from hidden_entries h
        where h.conversation_id = mine.id and h.principal_id = ${viewer} and h.seq = mine.shown_seq) as last_hidden,
      case when p.low = ${viewer} then p.high else p.low end as peer_id,
      coalesce((select json_agg(t.label_id) from conversation_labels t
        where t.conversation_id = mine.id and t.person_id = ${viewer}), '[]') as labels,
      coalesce((select json_agg(q.seq) from (select distinct called.seq
        from (values (${viewer}::uuid), (${everybody}::uuid)) who (id) cross join lateral (select seq from mentions
          where conversation_id = mine.id and principal_id = who.id and seq > mine.read_seq order by seq limit 20) called
        order by called.seq limit 20) q), '[]') as mention_seqs
    from mine
    left join entries e on e.conversation_id = mine.id and e.seq = mine.shown_seq
    left join direct_pairs p on p.conversation_id = mine.id
    order by coalesce(mine.pinned_at, '-infinity') desc, mine.last_at desc, mine.id desc`.execute(reading.sql);
  return rows;
}
