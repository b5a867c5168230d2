import type { EntryId } from "@qunxin/protocol";
import type pg from "pg";
import { calledBy, filesOf } from "./store.ts";
import type { MessageDraft } from "./types.ts";

/** What became of one message of a batch. `busy`: another transaction holds the conversation's row. */
export type AppendOutcome =
  | { state: "stored" | "duplicate"; id: EntryId; seq: number; ordinal: number; at: Date }
  | { state: "stale" | "busy" | "missing" };

export type AppendPool = pg.Pool;
export type KeyedDraft = MessageDraft & { readonly id: EntryId };

export interface AppendConnection {
  /** Appends a batch; outcomes in the order of the drafts. Drafts of one batch have distinct retry keys. */
  append(drafts: readonly KeyedDraft[], at: Date): Promise<AppendOutcome[]>;
  close(): Promise<void>;
}

/**
 * One connection of the pool held for good, taken anew after it broke. `consumers`: who works on what was stored, a row
 * of the outbox each a batch.
 */
export function openAppendConnection(pool: AppendPool, consumers: readonly string[]): AppendConnection {
  let held: Promise<pg.PoolClient> | null = null;

  async function open(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    // Without a listener a broken connection would end the process; the next statement reports it.
    client.on("error", () => undefined);
    // Nor may the plan rest on the tables being small now.
    await client.query("set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
    return client;
  }

  async function giveBack(): Promise<void> {
    const client = await held?.catch(() => null);
    held = null;
    client?.release(true);
  }

  return {
    async append(drafts, at) {
      held ??= open();
      try {
        return await appendBatch(await held, drafts, { at, consumers });
      } catch (error) {
        if (!isStatementError(error)) await giveBack();
        throw error;
      }
    },
    close: giveBack,
  };
}

/** SQLSTATE of an error from the store; empty if it has none. */
export function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}

/** SQLSTATEs have five characters; anything else is the connection's trouble, which no splitting cures. */
export function isStatementError(error: unknown): boolean {
  return /^(?=.*\d)[0-9A-Z]{5}$/.test(codeOf(error)) && !/^(08|57|53)/.test(codeOf(error));
}

/**
 * One statement a batch: counters, entries and mentions commit together, so no gap can occur. Conversations that some
 * transaction holds are skipped rather than waited for: a long import must not stop every other conversation. What was
 * judged under another access version is not written. The author has read what they answered, so their mark moves too.
 * A reply in a thread changes the message that began it. What must follow (index, notifications) is one row of the
 * outbox per consumer, however many messages.
 * The plan is made once, maybe on empty tables, and takes every set for a handful of rows. So `limit 1` keeps the planner
 * from reading a whole index for the look-ups; and counters come to their messages by the place of the conversation in an
 * array, what is left over is found by hashed `not in`: joins of the sets with each other would compare every message with
 * every conversation (measured: half of the statement's time in batches of 500 over 200).
 */
const appendText = `
with i as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[])
  with ordinality as t (c, id, a, k, body, version, ord)),
d as (select i.ord, e.* from i cross join lateral (select id, seq, ordinal, created_at from entries
  where conversation_id = i.c and author_id = i.a and client_id = i.k limit 1) e),
l as (select id, access_version from conversations where id in (select c from i) order by id
  for no key update skip locked),
n as (select i.*, row_number() over (partition by i.c order by i.ord) as rn, dense_rank() over (order by i.c) as g from i
  join l on l.id = i.c and l.access_version = i.version where i.ord not in (select ord from d)),
u as (update conversations v set last_seq = v.last_seq + g.n, shown_seq = v.last_seq + g.n,
    last_ordinal = v.last_ordinal + g.n, last_at = greatest(v.last_at, $7::timestamptz)
  from (select c, count(*) as n from n group by c) g where v.id = g.c
  returning v.id, v.last_seq - g.n as seq, v.last_ordinal - g.n as ordinal),
a as materialized (select array_agg(id order by id) as ids, array_agg(seq order by id) as seqs,
  array_agg(ordinal order by id) as ordinals from u),
p as materialized (select n.ord, n.c, n.id, n.a, n.k, n.body, a.seqs[n.g] + n.rn as seq, a.ordinals[n.g] + n.rn as ordinal
  from n cross join a where a.ids[n.g] = n.c),
ins as (insert into entries (conversation_id, seq, id, ordinal, author_id, client_id, kind, body, created_at)
  select c, seq, id, ordinal, a, k, 'message', body::jsonb, $7::timestamptz from p),
men as (insert into mentions (conversation_id, principal_id, seq)
  select p.c, m.p, p.seq from unnest($8::bigint[], $9::uuid[]) as m (ord, p) join p on p.ord = m.ord),
fil as (insert into file_uses (conversation_id, seq, file_id)
  select p.c, p.seq, f.id from unnest($11::bigint[], $12::uuid[]) as f (ord, id) join p on p.ord = f.ord),
thr as (update entries e set changed_seq = t.seq
  from (select p.c, root, max(p.seq) as seq from unnest($13::bigint[], $14::bigint[]) as t (ord, root)
    join p on p.ord = t.ord group by p.c, root) t
  where e.conversation_id = t.c and e.seq = t.root),
r as (update members m set read_seq = mine.seq, read_ordinal = mine.ordinal, marked_unread = false
  from (select c, a, max(seq) as seq, max(ordinal) as ordinal from p group by c, a) mine
  where m.conversation_id = mine.c and m.principal_id = mine.a),
o as (insert into outbox (consumer, conversation_ids, seqs)
  select consumer, array_agg(p.c), array_agg(p.seq)
  from p cross join unnest($10::text[]) as t (consumer) group by consumer)
select ord, 'stored' as state, seq, ordinal, null::uuid as id, null::timestamptz as at from p
union all select ord, 'duplicate', seq, ordinal, id, created_at from d
union all select ord, case when i.c in (select id from l) then 'stale'
    when (select true from conversations x where x.id = i.c limit 1) then 'busy' else 'missing' end, 0, 0, null, null
  from i where ord not in (select ord from p) and ord not in (select ord from d)
order by ord`;

interface Row {
  state: AppendOutcome["state"];
  seq: number;
  ordinal: number;
  /** Of a duplicate only: what was stored now is as it was given. */
  id: EntryId | null;
  at: Date | null;
}

async function appendBatch(
  connection: pg.ClientBase,
  drafts: readonly KeyedDraft[],
  { at, consumers }: { at: Date; consumers: readonly string[] },
): Promise<AppendOutcome[]> {
  const perDraft = <T>(pick: (body: KeyedDraft["body"]) => readonly T[]) =>
    drafts.flatMap(({ body }, index) => pick(body).map((value) => ({ ord: index + 1, value })));
  const mentions = perDraft(calledBy);
  const files = perDraft(filesOf);
  const threads = perDraft(({ thread }) => (thread === undefined ? [] : [thread]));
  const { rows } = await connection.query<Row>({
    name: "append",
    text: appendText,
    values: [
      arrayOfIds(drafts.map((draft) => draft.conversationId)),
      arrayOfIds(drafts.map((draft) => draft.id)),
      arrayOfIds(drafts.map((draft) => draft.by)),
      arrayOfIds(drafts.map((draft) => draft.clientId)),
      drafts.map((draft) => JSON.stringify(draft.body)),
      drafts.map((draft) => draft.accessVersion),
      at,
      mentions.map(({ ord }) => ord),
      mentions.map(({ value }) => value),
      consumers,
      files.map(({ ord }) => ord),
      files.map(({ value }) => value),
      threads.map(({ ord }) => ord),
      threads.map(({ value }) => value),
    ],
  });
  return rows.map(({ state, id, seq, ordinal, at: storedAt }, index) =>
    state === "stored" || state === "duplicate"
      ? { state, id: id ?? (drafts[index] as KeyedDraft).id, seq, ordinal, at: storedAt ?? at }
      : { state },
  );
}

/** As PostgreSQL reads arrays. The driver would look for characters to escape, which ids have none of. */
function arrayOfIds(ids: readonly string[]): string {
  return `{${ids.join(",")}}`;
}
