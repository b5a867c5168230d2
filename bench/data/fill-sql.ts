import { textOfN } from "./texts.ts";

/** Messages of one chunk, which is also one bucket of the search index. */
export const chunkMessages = 250_000;
/** Every so many entries one is a reaction to the message before it, where there is one. */
const reactEvery = 40;
/** Every so many messages one calls somebody by name. */
const mentionEvery = 50;

/**
 * One chunk of the company's talk, by number in the order of time ($1 up to, without, $2, of $3 in the year before $4):
 * which conversation, who, which seq and ordinal. Conversations talk by Zipf's law; seqs go on where the last chunk ended.
 */
export const makeChunk = `
  with placed as (
    select n, least(cells, greatest(1, floor(power(cells, (((n + 1) * 2654435761) & 4294967295) / 4294967296::float8)))::int) - 1 as number
    from generate_series($1::bigint, $2::bigint - 1) n, (select count(*)::float8 as cells from bench_groups) g
  ), ordered as (
    select placed.*, row_number() over w as place, lag(n) over w as before, lead(n) over w as after
    from placed window w as (partition by number order by n)
  ), kinds as (
    select *, n % ${reactEvery} = 3 and before is not null and before % ${reactEvery} <> 3 as act,
      n % ${reactEvery} <> 3 and after % ${reactEvery} = 3 as reacted from ordered
  )
  select k.n, g.c, k.number, k.act, g.last_seq + k.place as seq,
    g.last_ordinal + count(*) filter (where not k.act) over (partition by k.number order by k.n) as ordinal,
    g.speakers[1 + (k.n * 31 + k.n / 7) % cardinality(g.speakers)] as by,
    case when k.reacted then g.last_seq + k.place + 1 end as changed_seq,
    case when not k.act and k.n % ${mentionEvery} = 9 then g.speakers[1 + k.n % cardinality(g.speakers)] end as called,
    ${textOfN} as text, $4::timestamptz - interval '365 days' * (1 - k.n / $3::float8) as at
  from kinds k join bench_groups g on g.number = k.number`;

/** Entries of a chunk, in the order of time as they would have come. */
export const insertEntries = (chunk: string) => `
  insert into entries (conversation_id, seq, id, ordinal, author_id, client_id, kind, body, created_at, changed_seq)
  select c, seq, gen_random_uuid(), ordinal, by, case when not act then gen_random_uuid() end,
    case when act then 'message_reacted' else 'message' end,
    case when act then jsonb_build_object('kind', 'message_reacted', 'target', seq - 1, 'emoji', '👍', 'on', true)
      when called is not null then body || jsonb_build_object('mentions', jsonb_build_array(called)) else body end,
    at, changed_seq
  from ${chunk} join bench_texts t on t.number = ${chunk}.text order by n`;

export const insertReactions = (chunk: string) => `
  insert into reactions (conversation_id, seq, emoji, principal_id, since, at)
  select c, seq - 1, '👍', by, seq, at from ${chunk} where act`;

export const insertMentions = (chunk: string) => `
  insert into mentions (conversation_id, principal_id, seq) select c, called, seq from ${chunk} where called is not null`;

export const moveCounters = (chunk: string) => `
  update bench_groups g set last_seq = t.seq, last_ordinal = t.ordinal, shown_seq = t.shown, last_at = t.at
  from (select number, max(seq) as seq, max(ordinal) as ordinal, max(seq) filter (where not act) as shown,
    max(at) filter (where not act) as at from ${chunk} group by number) t where g.number = t.number`;

/** Rows of the search index as the indexer writes them, numbered from `first` on. */
export const insertIndexed = (chunk: string, table: string, first: number) => `
  insert into ${table} (n, conversation_id, seq, author_id, at, type, has_file, text, file_names, tokens)
  select ${first} + row_number() over (order by n) - 1, c, seq, by, at, 'text', false, t.text, null,
    t.tokens || array_to_tsvector(array['#' || right(c::text, 12), '@' || right(by::text, 12), '!text']
      || case when called is null then '{}'::text[] else array['~' || right(called::text, 12)] end)
  from ${chunk} join bench_texts t on t.number = ${chunk}.text where not act order by n`;

/** What the indexer makes a bucket of. */
export function bucketParts(table: string): string[] {
  return [
    `alter table ${table} alter tokens set statistics 10, alter conversation_id set statistics 10,
      alter author_id set statistics 10, alter text set statistics 0, alter file_names set statistics 0`,
    `create index ${table}_n on ${table} (n)`,
    `create index ${table}_place on ${table} (conversation_id, seq)`,
    `create index ${table}_tokens on ${table} using gin (tokens) with (gin_pending_list_limit = 256)`,
  ];
}
