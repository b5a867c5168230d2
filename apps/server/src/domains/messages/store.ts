import type { ConversationId, GroupRole, LabelId, PrincipalId } from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";
import { type GroupFacts, joinGroup } from "../groups/index.ts";
import { everybody } from "../log/index.ts";

/** A viewer's conversation as the log knows it. */
export interface ConversationRow extends GroupFacts {
  readonly id: ConversationId;
  readonly kind: "direct" | "group";
  readonly last_seq: number;
  /** Everything up to here was removed by retention. */
  readonly purged_seq: number;
  readonly shown_seq: number;
  readonly last_ordinal: number;
  /** When its newest entry came, as PostgreSQL writes it: only a cursor asks for it. */
  readonly listed_at: string;
  /** Of the members as of this row. */
  readonly access_version: number;
  readonly role: GroupRole;
  readonly read_seq: number;
  readonly read_ordinal: number;
  readonly notify_muted: boolean;
  readonly notify_nothing: boolean;
  readonly pinned_at: Date | null;
  readonly marked_unread: boolean;
  readonly hidden: boolean;
  readonly folded: boolean;
  /** Null where there are none, as with the mentions. */
  readonly labels: LabelId[] | null;
  readonly peer_id: PrincipalId | null;
  readonly mention_seqs: number[] | null;
  /** The viewer deleted for themselves what the list would show of it. */
  readonly last_hidden: boolean;
}

/** Where a page of the list begins: after this conversation. */
export interface ListPosition {
  readonly pinnedAt: Date | null;
  readonly lastAt: Date;
  readonly id: string;
}

/**
 * A page of a person's conversations: pinned first, then by newest entry. Whoever is in sees the newest entry, since the
 * range of the present stay is open at its end.
 */
export function readConversations(
  reading: Reading,
  viewer: PrincipalId,
  { after, limit }: { after: ListPosition | null; limit: number },
): Promise<ConversationRow[]> {
  const { pinnedAt = null, lastAt = null, id = null } = after ?? {};
  return ask(reading, page, [viewer, limit, after === null, pinnedAt, lastAt, id]);
}

/** One conversation of theirs, hidden or not; null when they are not in it. */
export async function readConversation(
  reading: Reading,
  viewer: PrincipalId,
  conversationId: ConversationId,
): Promise<ConversationRow | null> {
  return (await ask(reading, one, [viewer, 1, conversationId]))[0] ?? null;
}

/** So many unread mentions are told of. */
const mentionsShown = 20;
const calledFrom = (id: string) => `
  (select seq from mentions where conversation_id = mine.id and principal_id = ${id} and seq > mine.read_seq
  order by seq limit ${mentionsShown})`;

const group = joinGroup("mine.id");
const order = "coalesce(pinned_at, '-infinity') desc, last_at desc, id desc";

/**
 * What a list says of conversations: $1 the viewer, $2 how many at most. What most of them do not have costs a look into
 * an index, or nothing: a list of 500 is asked for all day. The entries it shows are the log's, which has most at hand.
 */
const conversationsWhere = (condition: string) => `
  with mine as (
    select c.id, c.kind, c.last_seq, c.purged_seq, c.shown_seq, c.last_ordinal, c.last_at, c.access_version,
      m.role, m.read_seq, m.read_ordinal, m.notify_muted, m.notify_nothing, m.pinned_at, m.marked_unread, m.folded,
      coalesce(m.hidden_at_seq >= c.shown_seq, false) as hidden
    from members m join conversations c on c.id = m.conversation_id
    where m.principal_id = $1 and m.present and (${condition})
    order by ${order} limit $2),
  labelled as (
    select t.conversation_id, json_agg(t.label_id) as labels
    from labels l join conversation_labels t on t.label_id = l.id
    where l.person_id = $1 and t.person_id = $1 group by t.conversation_id)
  select mine.id, mine.kind, mine.last_seq, mine.purged_seq, mine.shown_seq, mine.last_ordinal, mine.last_at::text as listed_at,
    mine.access_version, mine.role, mine.read_seq, mine.read_ordinal, mine.notify_muted, mine.notify_nothing,
    mine.pinned_at, mine.marked_unread, mine.folded, mine.hidden,
    exists (select from hidden_entries h
      where h.conversation_id = mine.id and h.principal_id = $1 and h.seq = mine.shown_seq) as last_hidden,
    case when mine.kind = 'direct' then (select case when p.low = $1 then p.high else p.low end from direct_pairs p
      where p.conversation_id = mine.id) end as peer_id,
    ${group.columns}, labelled.labels,
    case when mine.read_seq < mine.shown_seq and exists (select from mentions where conversation_id = mine.id
        and principal_id in ($1, '${everybody}') and seq > mine.read_seq)
      then (select json_agg(called.seq) from (${calledFrom("$1")} union ${calledFrom(`'${everybody}'`)}
        order by seq limit ${mentionsShown}) called) end as mention_seqs
  from mine
  ${group.join}
  left join labelled on labelled.conversation_id = mine.id
  order by ${order}`;

const page = prepare<ConversationRow>(
  "conversations_page",
  conversationsWhere(`(m.hidden_at_seq is null or m.hidden_at_seq < c.shown_seq)
    and ($3::boolean or (coalesce(m.pinned_at, '-infinity'), c.last_at, c.id)
      < (coalesce($4::timestamptz, '-infinity'), $5::timestamptz, $6::uuid))`),
);
const one = prepare<ConversationRow>("conversations_one", conversationsWhere("m.conversation_id = $3::uuid"));
