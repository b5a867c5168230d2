import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { newKey } from "@qunxin/client";
import type { CallInput, ClientMessageId, ConversationId, PrincipalId, RequestKey } from "@qunxin/protocol";
import { emptySelection } from "@qunxin/protocol";
import { openCompany, type RunningCompany } from "@qunxin/testkit";
import pg from "pg";
import { startServer } from "./processes.ts";
import { type Corpus, fill, makeCorpus } from "./search-corpus.ts";

/** Milliseconds of one kind of query. `ratio` compares its median with a bare SELECT by primary key on the same data. */
interface Line {
  readonly messages: number;
  readonly what: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ratio: number;
}

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    "database-url": { type: "string" },
  },
});
const sizes = options.quick ? [100_000] : options.full ? [1_000_000, 10_000_000] : [100_000, 1_000_000];
const groups = 200;
const queriesEach = 40;
/** Acceptance 62. */
const firstResultsWithinMs = 300;
const startFile = fileURLToPath(new URL("../apps/server/src/start/start.ts", import.meta.url));

const dataDir = mkdtempSync(join(tmpdir(), "qunxin-bench-"));
const server = await startServer(dataDir, options["database-url"]);
const databaseUrl =
  options["database-url"] ??
  `postgresql://qunxin@localhost:5432/qunxin?host=${encodeURIComponent(join(dataDir, "run"))}`;
const lines: Line[] = [];
try {
  const company = await openCompany({ ...server, databaseUrl }, { people: 60 });
  const corpus = makeCorpus();
  const stage = await prepare(company);
  let from = 0;
  for (const to of sizes) {
    console.log(`writing messages up to ${to} ...`);
    await fill(databaseUrl, corpus, { from, to, groups: stage.groups });
    await rebuild(to - from);
    lines.push(...(await measure(company, corpus, stage, to)));
    from = to;
  }
  await company.close();
  report();
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

interface Stage {
  readonly groups: { id: ConversationId; author: PrincipalId }[];
  /** Tokens of somebody in every group, and of somebody in one of ten. */
  readonly everywhere: string;
  readonly somewhere: string;
}

async function prepare(company: RunningCompany): Promise<Stage> {
  const [everywhere, somewhere, ...others] = await company.signIn(company.sample.people.map(({ account }) => account));
  if (!everywhere || !somewhere) throw new Error("the company has nobody");
  const made: Stage["groups"] = [];
  for (let index = 0; index < groups; index++) {
    const members = [others[index % others.length], index % 10 === 5 ? somewhere : undefined];
    const { output, error } = await company.post(everywhere.token, "groups.create", {
      key: newKey<RequestKey>(),
      type: "normal",
      name: `小组 ${index + 1}`,
      selection: { ...emptySelection, people: members.flatMap((one) => (one ? [one.id as PrincipalId] : [])) },
      followDepartments: false,
    });
    if (!output) throw new Error(`no group: ${error.code}`);
    made.push({ id: output.groupId, author: everywhere.id as PrincipalId });
  }
  return { groups: made, everywhere: everywhere.token, somewhere: somewhere.token };
}

/** As an operator does it, while the server serves. */
async function rebuild(more: number): Promise<void> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [startFile, "search", "rebuild", "--database-url", databaseUrl], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const code = await new Promise((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`the rebuilding ended with ${code}`);
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`index rebuilt in ${seconds.toFixed(0)} s (${more} messages more than before)`);
}

type Search = Partial<CallInput<"search.messages">>;

async function measure(company: RunningCompany, corpus: Corpus, stage: Stage, messages: number): Promise<Line[]> {
  const bare = await bareSelect();
  const kinds = kindsOf(corpus, stage, messages);
  const measured: Line[] = [];
  for (const [what, token, queries] of kinds) {
    const times: number[] = [];
    for (const query of queries) {
      const startedAt = performance.now();
      const { error } = await company.post(token, "search.messages", { text: "", ...query });
      if (error) throw new Error(`${what}: ${error.code}`);
      times.push(performance.now() - startedAt);
    }
    const [p50Ms, p99Ms] = [percentile(times, 0.5), percentile(times, 0.99)];
    measured.push({ messages, what, p50Ms, p99Ms, ratio: p50Ms / bare });
  }
  const lags = await measureLags(company, stage);
  const [p50Ms, p99Ms] = [percentile(lags, 0.5), percentile(lags, 0.99)];
  return [...measured, { messages, what: "from being stored to being found", p50Ms, p99Ms, ratio: p50Ms / bare }];
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
    ["three characters out of some message (acceptance 62)", everywhere, each((i) => ({ text: three(i) }))],
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
async function bareSelect(): Promise<number> {
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

function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function report(): void {
  console.table(
    lines.map(({ messages, what, p50Ms, p99Ms, ratio }) => ({
      ...{ messages, what, "p50 ms": p50Ms.toFixed(1), "p99 ms": p99Ms.toFixed(1) },
      ...{ "× bare SELECT": ratio.toFixed(0) },
    })),
  );
  const folder = fileURLToPath(new URL("results", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  writeFileSync(
    join(folder, `search-${at.replaceAll(":", "-")}.json`),
    `${JSON.stringify({ at, machine, lines }, null, 2)}\n`,
  );
  const late = lines.find(
    ({ messages, what, p99Ms }) =>
      messages <= 1_000_000 && what.includes("acceptance 62") && p99Ms > firstResultsWithinMs,
  );
  if (late) {
    console.error(`first results took ${late.p99Ms.toFixed(0)} ms, more than ${firstResultsWithinMs}`);
    process.exitCode = 1;
  }
}
