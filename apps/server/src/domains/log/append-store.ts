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
 * The plan is made once, maybe on empty tables: `limit 1` keeps the planner from reading a whole index for the look-ups.
 */
const appendText = `
with i as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bigint[])
  with ordinality as t (c, id, a, k, body, version, ord)),
d as (select i.ord, e.* from i cross join lateral (select id, seq, ordinal, created_at from entries
  where conversation_id = i.c and author_id = i.a and client_id = i.k limit 1) e),
l as (select id, access_version from conversations where id in (select c from i) order by id
  for no key update skip locked),
n as (select i.*, row_number() over (partition by i.c order by i.ord) as rn from i
  join l on l.id = i.c and l.access_version = i.version where not exists (select 1 from d where d.ord = i.ord)),
g as (select c, count(*) as n from n group by c),
u as (update conversations v set last_seq = v.last_seq + g.n, shown_seq = v.last_seq + g.n,
    last_ordinal = v.last_ordinal + g.n, last_at = greatest(v.last_at, $7::timestamptz)
  from g where v.id = g.c returning v.id, v.last_seq - g.n as seq, v.last_ordinal - g.n as ordinal),
ins as (insert into entries (conversation_id, seq, id, ordinal, author_id, client_id, kind, body, created_at)
  select n.c, u.seq + n.rn, n.id, u.ordinal + n.rn, n.a, n.k, 'message', n.body::jsonb, $7::timestamptz
  from n join u on u.id = n.c),
men as (insert into mentions (conversation_id, principal_id, seq)
  select n.c, m.p, u.seq + n.rn from unnest($8::bigint[], $9::uuid[]) as m (ord, p)
  join n on n.ord = m.ord join u on u.id = n.c),
fil as (insert into file_uses (conversation_id, seq, file_id)
  select n.c, u.seq + n.rn, f.id from unnest($11::bigint[], $12::uuid[]) as f (ord, id)
  join n on n.ord = f.ord join u on u.id = n.c),
thr as (update entries e set changed_seq = t.seq
  from (select n.c, root, max(u.seq + n.rn) as seq from unnest($13::bigint[], $14::bigint[]) as t (ord, root)
    join n on n.ord = t.ord join u on u.id = n.c group by n.c, root) t
  where e.conversation_id = t.c and e.seq = t.root),
r as (update members m set read_seq = u.seq + mine.rn, read_ordinal = u.ordinal + mine.rn, marked_unread = false
  from (select c, a, max(rn) as rn from n group by c, a) mine join u on u.id = mine.c
  where m.conversation_id = mine.c and m.principal_id = mine.a),
o as (insert into outbox (consumer, conversation_ids, seqs)
  select consumer, array_agg(n.c), array_agg(u.seq + n.rn)
  from n join u on u.id = n.c cross join unnest($10::text[]) as t (consumer) group by consumer)
select i.ord,
  case when d.ord is not null then 'duplicate' when u.id is not null then 'stored' when l.id is not null then 'stale'
    when (select true from conversations x where x.id = i.c limit 1) then 'busy' else 'missing' end as state,
  coalesce(d.id, i.id) as id, coalesce(d.seq, u.seq + n.rn) as seq, coalesce(d.ordinal, u.ordinal + n.rn) as ordinal,
  coalesce(d.created_at, $7::timestamptz) as at
from i left join d on d.ord = i.ord left join l on l.id = i.c left join n on n.ord = i.ord left join u on u.id = n.c
order by i.ord`;

interface Row {
  state: AppendOutcome["state"];
  id: EntryId;
  seq: number;
  ordinal: number;
  at: Date;
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
      drafts.map((draft) => draft.conversationId),
      drafts.map((draft) => draft.id),
      drafts.map((draft) => draft.by),
      drafts.map((draft) => draft.clientId),
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
  return rows.map(({ state, id, seq, ordinal, at: storedAt }) =>
    state === "stored" || state === "duplicate" ? { state, id, seq, ordinal, at: storedAt } : { state },
  );
}
