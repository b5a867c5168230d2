import { indexRowOf } from "@qunxin/server/testing";
import type pg from "pg";
import { type Corpus, makeCorpus } from "./corpus.ts";

/** Texts that are said again and again, and after them texts that are said once each. */
const repeatedTexts = 100_000;
/** Every so many messages one says what nobody else does. */
export const onceEvery = 100;

let made: Corpus | null = null;

export function corpus(): Corpus {
  made ??= makeCorpus();
  return made;
}

/** A text that stands in one message only, of a company with so many messages; by any number. */
export function textSaidOnce(messages: number, number: number): string {
  return corpus().message(repeatedTexts + (number % Math.floor(messages / onceEvery)));
}

/** SQL for the number of the text that message `n` says. */
export const textOfN = `case when n % ${onceEvery} = 7 then ${repeatedTexts} + n / ${onceEvery}
  else n * 7919 % ${repeatedTexts} end`;

/**
 * `bench_texts`: bodies, and what the search index keeps of each, made by the product's own indexer once a text. Without
 * the marks of conversation, author and type, which each message adds of its own.
 */
export async function storeTexts(client: pg.Client, messages: number): Promise<void> {
  await client.query("create unlogged table bench_texts (number int, body jsonb, text text, tokens tsvector)");
  const numbers = [
    ...Array.from({ length: Math.min(repeatedTexts, messages) }, (_, index) => index),
    ...Array.from({ length: Math.ceil(messages / onceEvery) }, (_, index) => repeatedTexts + index),
  ];
  // Few messages still draw on all of the repeated texts.
  const drawn =
    messages < repeatedTexts
      ? [...new Set(numbers.map((n) => (n * 7919) % repeatedTexts)), ...numbers.filter((n) => n >= repeatedTexts)]
      : numbers;
  for (let at = 0; at < drawn.length; at += batch) await storeBatch(client, drawn.slice(at, at + batch));
  await client.query("alter table bench_texts add primary key (number)");
  await client.query("analyze bench_texts");
}

const batch = 5_000;
const nobody = "00000000-0000-0000-0000-000000000000";

async function storeBatch(client: pg.Client, numbers: readonly number[]): Promise<void> {
  const rows = numbers.map((number) => {
    const body: Parameters<typeof indexRowOf>[0]["body"] = {
      kind: "message",
      text: corpus().message(number),
      mentions: [],
      mentionAll: false,
      replyTo: null,
    };
    const row = indexRowOf({ conversationId: nobody, seq: 1, by: nobody, at: new Date(0), body, lines: [] });
    return {
      number,
      body: JSON.stringify(body),
      text: row.text,
      tokens: row.tokens.filter((token) => !/^[#@!]/.test(token)).join(" "),
    };
  });
  await client.query(
    `insert into bench_texts select number, body::jsonb, text, array_to_tsvector(string_to_array(tokens, ' '))
     from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as t (number, body, text, tokens)`,
    [rows.map((r) => r.number), rows.map((r) => r.body), rows.map((r) => r.text), rows.map((r) => r.tokens)],
  );
}
