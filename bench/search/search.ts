import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { newKey } from "@qunxin/client";
import type { CallInput, ClientMessageId, ConversationId, PrincipalId } from "@qunxin/protocol";
import { openCompany, type RunningCompany } from "@qunxin/testkit";
import pg from "pg";
import { startFile } from "../harness/processes.ts";
import type { BenchContext, Goal, Mode, Row, Scenario } from "../harness/scenario.ts";
import { createGroup } from "../harness/stage.ts";
import { percentile } from "../harness/statistics.ts";
import { type Corpus, fill, makeCorpus } from "./corpus.ts";

const sizes: Record<Mode, readonly number[]> = {
  quick: [50_000],
  default: [100_000, 1_000_000],
  full: [1_000_000],
};
const groups = 200;
const queriesEach = 40;

/** How long one waits for search results, by how much there is to search. */
export const search: Scenario = {
  name: "search",
  title: "search among so many messages, by kind of query",
  budgetSeconds: { quick: 40, default: 240, full: 300 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const { databaseUrl, ...server } = await context.fresh();
    const company = await openCompany({ ...server, databaseUrl }, { people: 60 });
    const corpus = makeCorpus();
    const stage = await prepare(company, databaseUrl);
    const rows: Row[] = [];
    let from = 0;
    for (const to of sizes[context.mode]) {
      context.log(`writing messages up to ${to} …`);
      await fill(databaseUrl, corpus, { from, to, groups: stage.groups });
      await rebuild(context, databaseUrl);
      rows.push(...(await measure(company, corpus, stage, to)));
      from = to;
    }
    await company.close();
    return rows;
  },
};

interface Stage {
  readonly databaseUrl: string;
  readonly groups: { id: ConversationId; author: PrincipalId }[];
  /** Tokens of somebody in every group, and of somebody in one of ten. */
  readonly everywhere: string;
  readonly somewhere: string;
}

async function prepare(company: RunningCompany, databaseUrl: string): Promise<Stage> {
  const [everywhere, somewhere, ...others] = await company.signIn(company.sample.people.map(({ account }) => account));
  if (!everywhere || !somewhere) throw new Error("the company has nobody");
  const made: Stage["groups"] = [];
  for (let index = 0; index < groups; index++) {
    const members = [everywhere, others[index % others.length], index % 10 === 5 ? somewhere : undefined];
    const present = members.filter((one) => one !== undefined);
    const { id } = await createGroup(company, `小组 ${index + 1}`, present);
    made.push({ id, author: everywhere.id as PrincipalId });
  }
  return { databaseUrl, groups: made, everywhere: everywhere.token, somewhere: somewhere.token };
}

/** As an operator does it, while the server serves. */
async function rebuild({ log }: BenchContext, databaseUrl: string): Promise<void> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [startFile, "search", "rebuild", "--database-url", databaseUrl], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`the rebuilding ended with ${code}`);
  log(`index rebuilt in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}

type Search = Partial<CallInput<"search.messages">>;

async function measure(company: RunningCompany, corpus: Corpus, stage: Stage, messages: number): Promise<Row[]> {
  const bare = await bareSelect(stage.databaseUrl);
  const rows: Row[] = [];
  for (const [what, token, queries] of kindsOf(corpus, stage, messages)) {
    const times: number[] = [];
    for (const query of queries) {
      const startedAt = performance.now();
      const { error } = await company.post(token, "search.messages", { text: "", ...query });
      if (error) throw new Error(`${what}: ${error.code}`);
      times.push(performance.now() - startedAt);
    }
    rows.push(rowOf(what, messages, times, bare));
  }
  const lags = await measureLags(company, stage);
  return [...rows, rowOf("from being stored to being found", messages, lags, bare)];
}

function rowOf(what: string, messages: number, times: readonly number[], bare: number): Row {
  const p50Ms = percentile(times, 0.5);
  const p99Ms = percentile(times, 0.99);
  const goals = goalsOf(what, messages, p99Ms);
  return {
    what: `${messages.toLocaleString("en-US")}: ${what}`,
    value: p50Ms,
    unit: "ms",
    ratio: p50Ms / bare,
    baseline: "bare SELECT",
    better: "lower",
    p50Ms,
    p99Ms,
    ...(goals.length ? { goals } : {}),
  };
}

function goalsOf(what: string, messages: number, p99Ms: number): Goal[] {
  if (messages > 1_000_000) return what === "common word" ? [{ text: "p99 ≤ 300 ms", met: p99Ms <= 300 }] : [];
  if (what === "common word") return [{ text: "p99 ≤ 150 ms", met: p99Ms <= 150 }];
  // Acceptance 62.
  if (what.startsWith("three characters")) return [{ text: "p99 ≤ 300 ms", met: p99Ms <= 300 }];
  return what.startsWith("from being stored") ? [{ text: "p99 < 2 s", met: p99Ms < 2_000 }] : [];
}

/** Sends, and asks until what was sent is found. */
async function measureLags(company: RunningCompany, { everywhere, groups: [group] }: Stage): Promise<number[]> {
  const lags: number[] = [];
  for (let index = 0; index < queriesEach; index++) {
    const text = `延迟 ${randomUUID()}`;
    const message = { text, mentions: [], mentionAll: false, replyToSeq: null, clientId: newKey<ClientMessageId>() };
    const { error } = await company.post(everywhere, "messages.send", {
      ...message,
      conversationId: (group ?? { id: "" as ConversationId }).id,
    });
    if (error) throw new Error(`not sent: ${error.code}`);
    const startedAt = performance.now();
    const found = async () => (await company.post(everywhere, "search.messages", { text })).output?.hits.length === 1;
    while (!(await found()));
    lags.push(performance.now() - startedAt);
  }
  return lags;
}

function kindsOf(corpus: Corpus, { groups: made, everywhere, somewhere }: Stage, messages: number) {
  const each = (query: (index: number) => Search) => Array.from({ length: queriesEach }, (_, index) => query(index));
  const wordAt = (rank: number) => two.at(rank % two.length) ?? "";
  const two = corpus.words.filter((word) => /^\p{Script=Han}{2}$/u.test(word));
  const three = (index: number) => threeOf(corpus.message((index * 7_919 + 13) % messages));
  const kinds: [string, string, Search[]][] = [
    ["three characters out of some message", everywhere, each((i) => ({ text: three(i) }))],
    ["the same, by somebody in one group of ten", somewhere, each((i) => ({ text: three(i) }))],
    ["rare word", everywhere, each((i) => ({ text: wordAt(two.length - 1 - i * 37) }))],
    ["common word", everywhere, each((i) => ({ text: wordAt(i) }))],
    ["common word, by somebody in one group of ten", somewhere, each((i) => ({ text: wordAt(i) }))],
    ["common word, best order", everywhere, each((i) => ({ text: wordAt(i), order: "best" }))],
    ["one character", everywhere, each((i) => ({ text: wordAt(i * 11)[0] ?? "" }))],
    ["one character, by somebody in one group of ten", somewhere, each((i) => ({ text: wordAt(i * 11)[0] ?? "" }))],
    ["inside a Latin word", everywhere, each((i) => ({ text: ["tgre", "leas", "hone", "xce"][i % 4] ?? "" }))],
    ["digits", everywhere, each((i) => ({ text: String(1_000 + i * 211) }))],
    [
      "common word in one conversation",
      everywhere,
      each((i) => ({ text: wordAt(i), conversationId: made[(i * 7) % groups]?.id ?? made[0]?.id })) as Search[],
    ],
    ["nothing found", everywhere, each((i) => ({ text: `${wordAt(i)}龘${wordAt(i + 1)}` }))],
  ];
  return kinds;
}

function threeOf(text: string): string {
  const found = text.match(/\p{Script=Han}{3}/gu) ?? ["没有字"];
  return found[found.length >> 1] ?? "";
}

/** Median milliseconds of reading one entry by its key, over a connection of one's own. */
async function bareSelect(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query("select conversation_id, seq from entries limit 200");
  const times: number[] = [];
  for (const { conversation_id, seq } of rows) {
    const startedAt = performance.now();
    await client.query("select body from entries where conversation_id = $1 and seq = $2", [conversation_id, seq]);
    times.push(performance.now() - startedAt);
  }
  await client.end();
  return percentile(times, 0.5);
}
