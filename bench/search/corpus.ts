import { randomUUID } from "node:crypto";
import { makeCompany, makeTalk, randomFrom } from "@qunxin/sample-company";
import pg from "pg";

/** Words by how often they are said, and messages made of them. */
export interface Corpus {
  /** The most frequent first; the tail is rare words made of ordinary characters. */
  readonly words: readonly string[];
  /** About 25 characters; the same number gives the same text. */
  message(number: number): string;
}

const rareWords = 20_000;
const latin = ["PostgreSQL", "bug", "API", "v2.3.1", "OKR", "ERP", "Excel", "review", "release", "server", "iPhone"];

/** The talk of the sample company by the words it uses, and a long tail after Zipf's law. */
export function makeCorpus(seed = 1): Corpus {
  const random = randomFrom(seed);
  const talk = makeTalk(makeCompany({ people: 300, seed }), { now: new Date("2026-03-02T02:00:00Z"), seed });
  const texts = [...talk.groups, ...talk.directs].flatMap(({ messages }) => messages.map(({ text }) => text));
  const counts = countWords(texts);
  const characters = [...new Set(texts.join(""))].filter((one) => /\p{Script=Han}/u.test(one));
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random.next() * items.length)] as Item;
  const known = new Set(counts.keys());
  while (known.size < counts.size + rareWords) known.add(pick(characters) + pick(characters));
  const words = [...known].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const sums = cumulative(words.length);
  return { words, message: (number) => sayWith(words, sums, number) };
}

/** Fills conversations with messages, far ones and near ones alike, as if they had been sent in the last year. */
export async function fill(
  databaseUrl: string,
  corpus: Corpus,
  { from, to, groups }: { from: number; to: number; groups: readonly { id: string; author: string }[] },
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("select id, last_seq, last_ordinal from conversations");
    const last = new Map(rows.map((row) => [row.id, { seq: Number(row.last_seq), ordinal: Number(row.last_ordinal) }]));
    for (let at = from; at < to; at += batch) {
      const entries = Array.from({ length: Math.min(batch, to - at) }, (_, index) => {
        const number = at + index;
        const group = groups[zipf(number, groups.length)] as (typeof groups)[number];
        const counters = last.get(group.id) ?? { seq: 0, ordinal: 0 };
        counters.seq += 1;
        counters.ordinal += 1;
        last.set(group.id, counters);
        return { ...group, ...counters, number };
      });
      await insert(client, corpus, entries);
    }
    await client.query(
      `update conversations c set last_seq = t.seq, last_ordinal = t.ordinal, shown_seq = t.seq
       from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as t (id, seq, ordinal) where c.id = t.id`,
      [[...last.keys()], [...last.values()].map(({ seq }) => seq), [...last.values()].map(({ ordinal }) => ordinal)],
    );
    await client.query("analyze entries");
  } finally {
    await client.end();
  }
}

const batch = 5_000;
const startedAt = Date.parse("2025-03-01T00:00:00Z");
const everyMs = 2_000;

type Placed = { id: string; author: string; seq: number; ordinal: number; number: number };

async function insert(client: pg.Client, corpus: Corpus, entries: readonly Placed[]): Promise<void> {
  const body = (text: string) =>
    JSON.stringify({ kind: "message", text, mentions: [], mentionAll: false, replyTo: null });
  await client.query(
    `insert into entries (conversation_id, seq, id, ordinal, author_id, client_id, kind, body, created_at)
     select c, s, i, o, a, i, 'message', b::jsonb, t
     from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::timestamptz[])
       as e (c, s, i, o, a, b, t)`,
    [
      entries.map(({ id }) => id),
      entries.map(({ seq }) => seq),
      entries.map(() => randomUUID()),
      entries.map(({ ordinal }) => ordinal),
      entries.map(({ author }) => author),
      entries.map(({ number }) => body(corpus.message(number))),
      entries.map(({ number }) => new Date(startedAt + number * everyMs)),
    ],
  );
}

function sayWith(words: readonly string[], sums: Float64Array, number: number): string {
  let state = (number + 1) * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  const count = 6 + (next() % 12);
  let text = "";
  for (let index = 0; index < count; index++) {
    const odd = next() % 100;
    if (odd < 3) text += latin[next() % latin.length];
    else if (odd < 6) text += String(next() % 1_000_000);
    else text += words[find(sums, (next() / 2 ** 32) * (sums.at(-1) ?? 0))];
    if (index === count >> 1) text += "，";
  }
  return `${text}。`;
}

function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  for (const text of texts) {
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      if (isWordLike) counts.set(segment, (counts.get(segment) ?? 0) + 1);
    }
  }
  return counts;
}

function cumulative(length: number): Float64Array {
  const sums = new Float64Array(length);
  let sum = 0;
  for (let rank = 0; rank < length; rank++) {
    sum += 1 / (rank + 3);
    sums[rank] = sum;
  }
  return sums;
}

/** Index of the first sum above a value. */
function find(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Some groups talk far more than others. */
function zipf(number: number, groups: number): number {
  const part = ((Math.imul(number + 1, 2_654_435_761) >>> 0) + 1) / 2 ** 32;
  return Math.min(groups - 1, Math.floor(groups ** part - 1));
}
