import type { ConversationId } from "@qunxin/protocol";
import type { BenchContext, Row, Scenario } from "../harness/scenario.ts";
import { cpuNote, timesOf } from "./caller.ts";
import { catchUp } from "./catch-up.ts";
import { growthOf, type Measurement } from "./growth-rules.ts";
import { kindsOf } from "./kinds.ts";
import { type Opened, withDataset } from "./open.ts";
import { againImported } from "./re-import.ts";
import { messageSizes, peopleSizes, short, withMessages, withPeople } from "./sizes.ts";

/** What a person waits for, from 10,000 messages and 1,000 people on tenfold and tenfold. */
export const growth: Scenario = {
  name: "growth",
  title: "how what a person waits for grows with messages and people",
  budgetSeconds: { quick: 30, default: 90, full: 210 },
  runs: (mode) => mode !== "quick",
  async run(context): Promise<Row[]> {
    const tries = context.mode === "quick" ? 10 : 40;
    const byMessages: Measurement[] = [];
    for (const messages of messageSizes[context.mode]) {
      const dataset = await withMessages(context, messages);
      byMessages.push(...(await withDataset(dataset, (opened) => measureMessages(opened, tries))));
    }
    return [...rowsOf(byMessages, "messages"), ...rowsOf(await measurePeople(context, tries), "people")];
  },
};

async function measurePeople(context: BenchContext, tries: number): Promise<Measurement[]> {
  const found: Measurement[] = [];
  for (const people of peopleSizes[context.mode]) {
    const dataset = await withPeople(context, people);
    found.push(...(await withDataset(dataset, (opened) => measureStaff(opened, tries))));
  }
  return found;
}

/** Cold first: each conversation is opened for the first time since the server's start. */
async function measureMessages(opened: Opened, tries: number): Promise<Measurement[]> {
  const { viewer, viewerToken, dataset, server } = opened;
  const { pid } = server;
  const size = dataset.messages;
  const { conversations } = await viewer.call("conversations.list", { limit: 500 });
  const ids = conversations.map(({ id }) => id);
  const busiest = conversations.find(({ id }) => id === dataset.world.bigGroup);
  const shown = { conversationId: dataset.world.bigGroup, after: busiest?.readSeq ?? 0 };
  const open = (index: number) => {
    const conversationId = ids[(index * 13) % ids.length] as ConversationId;
    return viewer.time("messages.history", { conversationId, limit: 50 });
  };
  const found: Measurement[] = [
    { what: "opening a cold conversation", size, ...(await timesOf(pid, tries, open)) },
    {
      what: "conversation list with 500 groups",
      size,
      ...(await timesOf(pid, tries, () => viewer.time("conversations.list", { limit: 500 }))),
    },
    {
      what: "catch-up after a week away",
      size,
      ...(await timesOf(pid, tries, () => catchUp(server.url, viewerToken, shown))),
    },
  ];
  for (const { what, by, query } of kindsOf(opened, ids)) {
    const times = await timesOf(pid, tries, (index) => by.time("search.messages", query(index)));
    found.push({ what: `search: ${what}`, size, ...times });
  }
  return found;
}

/** As the web client asks for while somebody types whom to mention. */
const mentionChoices = 30;

async function measureStaff(opened: Opened, tries: number): Promise<Measurement[]> {
  const { viewer, dataset, database } = opened;
  const { pid } = opened.server;
  const { allStaff: groupId, bigGroup } = dataset.world;
  const size = dataset.people;
  const { rows } = await database.query("select name from people order by id desc limit 100");
  const { rows: own } = await database.query(
    `select max(seq) as seq from entries where conversation_id = $1 and kind = 'message'
     and author_id = (select id from people where account = $2)`,
    [bigGroup, dataset.world.viewer],
  );
  const nameAt = (index: number): string => rows[index % rows.length].name;
  const members =
    (query?: (index: number) => string, limit = 100) =>
    (index: number) =>
      viewer.time("groups.members", { groupId, limit, ...(query ? { query: query(index) } : {}) });
  const find = (query: (index: number) => string) => (index: number) =>
    viewer.time("directory.search", { query: query(index), kinds: ["employee"], limit: 20 });
  const { departments } = await viewer.call("directory.departments", { parentId: null });
  const departmentId = departments[0]?.id ?? null;
  const kinds: [string, (index: number) => Promise<number>][] = [
    ["member list of all staff, first page", members()],
    ["member list of all staff, by a name", members(nameAt)],
    // As who types @zw in a message is shown them.
    ["member list of all staff, by initials", members(() => "zw", mentionChoices)],
    ["member list of all staff, by a common surname", members(() => "王")],
    ["directory search by name", find(nameAt)],
    // Each another one, as short searches are remembered; after z come pairs.
    ["directory search by one letter", find(letters)],
    [
      "people below the root department, first page",
      () => viewer.time("directory.people", { departmentId, below: true, limit: 100 }),
    ],
    [
      "read count in the group of 2,000",
      () => viewer.time("receipts.watch", { conversationId: bigGroup, seqs: [Number(own[0].seq)] }),
    ],
  ];
  const found: Measurement[] = [];
  for (const [what, ask] of kinds) found.push({ what, size, ...(await timesOf(pid, tries, ask)) });
  return [...found, await againImported(opened)];
}

function letters(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return letter.repeat(1 + Math.floor(index / 26));
}

function rowsOf(all: readonly Measurement[], unit: "messages" | "people"): Row[] {
  const kinds = Map.groupBy(all, ({ what }) => what);
  return [...kinds].flatMap(([what, sizes]) => [
    ...sizes.map(({ size, p50Ms, p99Ms, cpuMs, perItem }) => ({
      what: `${what}, ${short(size)} ${unit}`,
      value: perItem ? p50Ms / size : p50Ms,
      unit: perItem ? "ms a person" : "ms",
      p50Ms,
      p99Ms,
      note: cpuNote(cpuMs),
    })),
    ...growthOf(what, sizes),
  ]);
}
