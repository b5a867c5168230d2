import { createHash } from "node:crypto";
import { type ConversationId, messageFilePath } from "@qunxin/protocol";
import { readRows } from "@qunxin/testkit";
import type { Said } from "./kill-load.ts";

/** What must never come out: each query answers what is wrong. */
const wrongs = {
  "a gap in the seqs": `
    select c.id, c.last_seq, count(*), max(seq), min(seq) from conversations c join entries e on e.conversation_id = c.id
    group by c.id having count(*) <> c.last_seq or max(seq) <> c.last_seq or min(seq) <> 1`,
  "a wrong ordinal": `
    select * from (select conversation_id, seq, ordinal, count(*) filter (where kind = 'message')
      over (partition by conversation_id order by seq) as due from entries) e where ordinal <> due`,
  "a wrong count of messages": `
    select c.id from conversations c where last_ordinal <>
      (select count(*) from entries where conversation_id = c.id and kind = 'message')`,
  "a message twice": `
    select conversation_id, author_id, client_id from entries where client_id is not null
    group by 1, 2, 3 having count(*) > 1`,
  "an edit without its entry, or without what was said before": `
    select conversation_id, seq, edits from entries e where kind = 'message' and (edits <>
      (select count(*) from entries a where a.conversation_id = e.conversation_id and a.target = e.seq
        and a.kind = 'message_edited') or edits <>
      (select count(*) from entry_versions v where v.conversation_id = e.conversation_id and v.seq = e.seq))`,
  "a recall without its entry, or an entry without its recall": `
    select conversation_id, seq from entries e where kind = 'message' and (recalled_at is not null)::integer <>
      (select count(*) from entries a where a.conversation_id = e.conversation_id and a.target = e.seq
        and a.kind = 'message_recalled')`,
  "a quote of a recalled message that is not masked": `
    select q.conversation_id, q.seq from entries q join entries e on e.conversation_id = q.conversation_id
      and e.seq = q.quotes and e.recalled_at is not null
    where q.body -> 'replyTo' ->> 'text' <> '' or (q.body -> 'replyTo' ->> 'recalled') is distinct from 'true'`,
  "somebody called by what was recalled": `
    select * from mentions m join entries e using (conversation_id, seq) where e.recalled_at is not null`,
  "a call by name that is not kept": `
    select e.conversation_id, e.seq, m from entries e, jsonb_array_elements_text(e.body -> 'mentions') m
    where e.kind = 'message' and e.recalled_at is null and not exists (select from mentions k
      where k.conversation_id = e.conversation_id and k.seq = e.seq and k.principal_id = m::uuid)`,
  "a reaction that its entries do not tell": `
    with told as (
      select conversation_id, target as seq, body ->> 'emoji' as emoji, author_id,
        sum(case when (body ->> 'on')::boolean then 1 else -1 end) as times
      from entries where kind = 'message_reacted' group by 1, 2, 3, 4)
    select * from told full join reactions r on r.conversation_id = told.conversation_id and r.seq = told.seq
      and r.emoji = told.emoji and r.principal_id = told.author_id
    where coalesce(told.times, 0) <> (r.seq is not null)::integer`,
  "a message that does not know its newest change": `
    select conversation_id, seq from entries e where kind = 'message' and changed_seq is distinct from
      (select max(seq) from entries a where a.conversation_id = e.conversation_id and a.target = e.seq)`,
  "a file whose use is not kept": `
    select conversation_id, seq from entries e where body -> 'content' ->> 'type' = 'file' and not exists (
      select from file_uses u where u.conversation_id = e.conversation_id and u.seq = e.seq
        and u.file_id = (e.body #>> '{content,file,id}')::uuid)`,
} as const;

/** Everything in the store that is half done, by what it is; empty when nothing is. */
export async function halfDone(databaseUrl: string): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [what, query] of Object.entries(wrongs)) {
    const rows = await readRows(databaseUrl, query);
    if (rows.length > 0) found[what] = rows.slice(0, 5);
  }
  return found;
}

interface StoredRow {
  conversation_id: ConversationId;
  seq: string;
  author_id: string;
  text: string;
  first_text: string;
  edits: number;
  recalled: boolean;
  reactions: string[];
}

/** What was sent and what is stored, where they differ; and the messages of each sender in the order of their seqs. */
export async function compareWithStore(
  databaseUrl: string,
  said: readonly Said[],
): Promise<{ differences: string[]; orders: Map<string, string[]> }> {
  const rows = await readRows<StoredRow>(databaseUrl, storedMessages);
  const differences: string[] = [];
  const orders = new Map<string, string[]>();
  const byPlace = new Map(rows.map((row) => [`${row.conversation_id} ${row.seq}`, row]));
  for (const row of rows) {
    const key = `${row.author_id} ${row.conversation_id}`;
    orders.set(key, [...(orders.get(key) ?? []), row.first_text]);
  }
  for (const one of said) {
    const row = byPlace.get(`${one.conversationId} ${one.seq}`);
    const difference = one.refused ? null : differenceOf(one, row);
    if (difference) differences.push(`${one.text} at ${one.seq}: ${difference}`);
  }
  const kept = said.filter(({ refused }) => !refused).length;
  if (rows.length !== kept) differences.push(`${rows.length} messages are stored instead of ${kept}`);
  return { differences, orders };
}

const storedMessages = `
  select e.conversation_id, e.seq, e.author_id, e.body ->> 'text' as text, e.edits, e.recalled_at is not null as recalled,
    coalesce((select body ->> 'text' from entry_versions v where v.conversation_id = e.conversation_id and v.seq = e.seq
      and version = 1), e.body ->> 'text') as first_text,
    array(select emoji || ' ' || principal_id from reactions r where r.conversation_id = e.conversation_id
      and r.seq = e.seq order by 1) as reactions
  from entries e where e.kind = 'message' order by e.conversation_id, e.seq`;

function differenceOf(one: Said, row: StoredRow | undefined): string | null {
  if (one.seq === null) return "it was never acknowledged";
  if (!row) return "it is lost";
  if (row.author_id !== one.by || row.first_text !== one.text) return `"${row.first_text}" is there`;
  if (row.edits !== one.edits.length || row.text !== (one.edits.at(-1) ?? one.text)) return `it became "${row.text}"`;
  if (row.recalled !== one.recalled) return `recalled is ${row.recalled}`;
  const reactions = [...one.reactions].flatMap(([key, on]) => (on ? [key] : [])).sort();
  const stored = [...row.reactions].sort();
  return stored.join() === reactions.join() ? null : `it has the reactions ${stored} instead of ${reactions}`;
}

/** Reads the files back as a reader does; answers which are not what was sent. */
export async function brokenFiles(
  url: string,
  token: string,
  said: readonly Pick<Said, "conversationId" | "seq" | "file" | "text">[],
): Promise<string[]> {
  const broken: string[] = [];
  for (const { conversationId, seq, file, text } of said) {
    if (!file || seq === null) continue;
    const path = messageFilePath({ conversationId, seq }, file.id, "original");
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    const sha256 = createHash("sha256")
      .update(Buffer.from(await answer.arrayBuffer()))
      .digest("hex");
    if (!answer.ok || sha256 !== file.sha256) broken.push(`${text}: ${answer.status} ${sha256}`);
  }
  return broken;
}
