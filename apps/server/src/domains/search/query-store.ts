import type { MessageBody, SearchType } from "@qunxin/protocol";
import { type RawBuilder, sql } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { ask, prepare } from "../../platform/prepared.ts";
import { everybody } from "../log/index.ts";
import type { Message } from "./document.ts";
import type { Place } from "./generation-store.ts";

/** What a message must fit besides its tokens. Texts are normalised. */
export interface Conditions {
  readonly viewer: string;
  /** As PostgreSQL reads a tsquery; null: no token is certain. */
  readonly tokens: string | null;
  readonly words: readonly string[];
  readonly fileWords: readonly string[];
  readonly conversationId: string | undefined;
  readonly senderId: string | undefined;
  readonly since: Date | null;
  readonly until: Date | null;
  readonly types: readonly SearchType[] | undefined;
  readonly mentionsMe: boolean;
  readonly hasFile: boolean;
}

export interface Candidate extends Place {
  readonly n: number;
  /** As PostgreSQL writes it: of hundreds only few are read as times. */
  readonly at: string;
  /** Normalised; only when asked for. */
  readonly text: string | null;
}

/**
 * Rows of the index numbered [from, to) that fit and that the viewer may see, newest first. Those whom nobody found for
 * certain (recalled a moment ago, say) are sorted out when the messages are read.
 */
export async function readCandidates(
  { sql: reading }: Reading,
  conditions: Conditions,
  { from, to, limit, withText }: { from: number; to: number; limit: number; withText: boolean },
): Promise<Candidate[]> {
  // Planning is most of what a bucket costs where nothing is found: each of its conditions is weighed in each bucket.
  // So there (offset 0) are only those that an index answers, which leave little to the others.
  const rows = sql`(select n, conversation_id, seq, author_id, at, type, has_file, text, file_names from search_messages
    where n >= ${from}::bigint and n < ${to}::bigint
      and ${conditions.tokens === null ? sql`true` : sql`tokens @@ ${conditions.tokens}::tsquery`} offset 0)`;
  const found = await sql<Row>`${fitting(rows, conditions, { limit, withText })}`.execute(reading);
  return found.rows.map(toCandidate);
}

/** Hits among rows, whosever they are, and of them what readCandidates would answer. */
export interface Counted {
  readonly candidates: Candidate[];
  readonly hits: number;
  /** The least number of a hit. */
  readonly oldest: number | null;
}

/** Candidates of a stretch of rows, read without the token index; counted are those in which the words stand. */
export function readStretch(
  reading: Reading,
  conditions: Conditions,
  { from, to, ...page }: { from: number; to: number; limit: number; withText: boolean },
): Promise<Counted> {
  const worded = [sql`n >= ${from}::bigint`, sql`n < ${to}::bigint`, ...wordClauses(conditions)];
  const rows = sql`select n, conversation_id, seq, author_id, at, type, has_file, text, file_names
    from search_messages s where ${sql.join(worded, sql` and `)}`;
  return readCounted(reading, rows, conditions, page);
}

/**
 * Candidates among the newest `hits` rows below a number that have the tokens, whatever bucket they lie in and whosever they
 * are: one look into one bucket after the other, until there are so many.
 */
export function readNewest(
  reading: Reading,
  conditions: Conditions,
  { tokens, below, hits, ...page }: { tokens: string; below: number; hits: number; limit: number; withText: boolean },
): Promise<Counted> {
  const rows = sql`select * from search_newest(${tokens}::tsquery, ${below}::bigint, ${hits}::int)`;
  return readCounted(reading, rows, conditions, page);
}

async function readCounted(
  { sql: reading }: Reading,
  rows: RawBuilder<unknown>,
  conditions: Conditions,
  page: { limit: number; withText: boolean },
): Promise<Counted> {
  const found = await sql<{ hits: number; oldest: number | null } & (Row | { n: null })>`
    with hit as materialized (${rows})
    select counted.hits, counted.oldest, page.* from (select count(*) as hits, min(n) as oldest from hit) counted
    left join lateral (${fitting(sql`hit`, conditions, page)}) page on true
    order by page.n desc`.execute(reading);
  const [first] = found.rows;
  return {
    candidates: found.rows.flatMap((row) => (row.n === null ? [] : [toCandidate(row)])),
    hits: first?.hits ?? 0,
    oldest: first?.oldest ?? null,
  };
}

interface Row {
  readonly n: number;
  readonly conversation_id: string;
  readonly seq: number;
  readonly at: string;
  readonly text: string | null;
}

function toCandidate({ n, conversation_id: conversationId, seq, at, text }: Row): Candidate {
  return { n, conversationId, seq, at, text };
}

/** Of rows of the index those that fit and that the viewer may see. */
function fitting(rows: RawBuilder<unknown>, conditions: Conditions, page: { limit: number; withText: boolean }) {
  return sql`
    select s.n, s.conversation_id, s.seq, s.at::text as at, ${page.withText ? sql`s.text` : sql`null::text`} as text from ${rows} s
    -- Row by row (offset 0): from a guess that somebody is in few conversations the planner would begin with those.
    cross join lateral (select 1 from members m where m.conversation_id = s.conversation_id
      and m.principal_id = ${conditions.viewer}::uuid and m.present and m.visible @> s.seq offset 0) seat
    where ${sql.join(clauses(conditions), sql` and `)}
    -- Not by the column itself, lest the planner walks the index on it in the hope of an early end.
    order by s.n + 0 desc limit ${page.limit}`;
}

function clauses(conditions: Conditions): RawBuilder<unknown>[] {
  const { viewer, conversationId, senderId, since, until, types } = conditions;
  return [
    ...wordClauses(conditions),
    // Most of what is found lies in conversations of others. "is true" has it hashed, once there is a row to look at.
    conversationId
      ? sql`s.conversation_id = ${conversationId}::uuid`
      : sql`(s.conversation_id in (select o.conversation_id from members o
          where o.principal_id = ${viewer}::uuid and o.present)) is true`,
    ...(senderId ? [sql`s.author_id = ${senderId}::uuid`] : []),
    ...(since ? [sql`s.at >= ${since}::timestamptz`] : []),
    ...(until ? [sql`s.at < ${until}::timestamptz`] : []),
    ...(types ? [sql`s.type = any(${[...types]}::text[])`] : []),
    ...(conditions.hasFile ? [sql`s.has_file`] : []),
    ...(conditions.mentionsMe
      ? [
          sql`s.author_id <> ${viewer}::uuid and exists (select 1 from mentions c
            where c.conversation_id = s.conversation_id and c.seq = s.seq
              and c.principal_id in (${viewer}::uuid, ${everybody}::uuid))`,
        ]
      : []),
  ];
}

function wordClauses({ words, fileWords }: Conditions): RawBuilder<unknown>[] {
  return [
    ...words.map((word) => sql`s.text like ${containing(word)}`),
    ...fileWords.map((word) => sql`s.file_names like ${containing(word)}`),
  ];
}

function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, "\\$&")}%`;
}

/** A message that was found, as the log holds it at this moment. */
export type Found = Message & { readonly by: string };

/** Of the places, in their order, the messages that the viewer may see now: members only, nothing recalled or hidden. */
export async function readFound(reading: Reading, viewer: string, places: readonly Place[]): Promise<Found[]> {
  const ids = places.map(({ conversationId }) => conversationId);
  const seqs = places.map(({ seq }) => seq);
  return (await ask(reading, foundAt, [viewer, ids, seqs])).map((row) => ({
    conversationId: row.conversation_id,
    seq: row.seq,
    by: row.author_id,
    at: row.created_at,
    body: row.body,
    lines: row.lines ?? [],
  }));
}

const foundAt = prepare<{
  conversation_id: string;
  seq: number;
  author_id: string;
  created_at: Date;
  body: MessageBody;
  lines: string[] | null;
}>(
  "search_found",
  `select e.conversation_id, e.seq, e.author_id, e.created_at, e.body,
    case when e.body -> 'content' ->> 'type' = 'chain' then (select array_agg(l.text order by l.since)
      from chain_lines l where l.conversation_id = e.conversation_id and l.seq = e.seq) end as lines
  from unnest($2::uuid[], $3::bigint[]) with ordinality as t (conversation_id, seq, ord)
  join members m on m.conversation_id = t.conversation_id and m.principal_id = $1::uuid and m.present
    and m.visible @> t.seq
  join entries e on e.conversation_id = t.conversation_id and e.seq = t.seq
  where e.kind = 'message' and e.recalled_at is null and not exists (select 1 from hidden_entries h
    where h.conversation_id = e.conversation_id and h.principal_id = $1::uuid and h.seq = e.seq)
  order by t.ord`,
);
