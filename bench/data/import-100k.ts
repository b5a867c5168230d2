import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import type { ConversationId } from "@qunxin/protocol";
import { makeCompany, makeHires, openCompany, type RunningCompany, toXlsx } from "@qunxin/testkit";
import pg from "pg";
import type { BenchContext, BenchServer, Row, Scenario } from "../harness/scenario.ts";
import { percentile } from "../harness/statistics.ts";
import { openCaller } from "./caller.ts";
import { type Imported, importFile } from "./importing.ts";
import { short } from "./sizes.ts";
import { openTalk } from "./talk.ts";
import { createGroup } from "./world.ts";

const sizes = { quick: 5_000, default: 100_000, full: 100_000 };
const peopleBefore = 1_000;
const perSecond = 20;
const talkingGroups = 20;
const groupMembers = 10;
const goals = { seconds: 120, memoryMb: 500 };
/** Shorter than that nobody sees whether a message is on its way. */
const unnoticedMs = 200;

/** A large company comes in, as a workbook, which costs more than CSV does, while people talk, and the group of all staff follows it. */
export const import100k: Scenario = {
  name: "import-100k",
  title: "import of 100,000 people beside people who talk",
  budgetSeconds: { quick: 15, default: 60, full: 90 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const server = await context.fresh();
    const company = await openCompany(server, { people: peopleBefore - 1 });
    const database = new pg.Client({ connectionString: server.databaseUrl });
    await database.connect();
    try {
      return await measure({ server, company, database, allStaff: await makeGroups(company) }, context);
    } finally {
      await database.end();
      await company.close();
    }
  },
};

interface Opened {
  readonly server: BenchServer;
  readonly company: RunningCompany;
  readonly database: pg.Client;
  readonly allStaff: ConversationId;
}

/** The group of all staff, and small ones in which people talk. */
async function makeGroups(company: RunningCompany): Promise<ConversationId> {
  const people = await company.signIn(company.sample.people.slice(1, 1 + talkingGroups).map(({ account }) => account));
  const others = [...(await company.people()).values()].slice(-groupMembers);
  for (const person of people) await createGroup(company, person, { name: "小组", people: others });
  return createGroup(company, company.administrator, { type: "all_staff", people: [] });
}

async function measure(
  { server, company, database, allStaff }: Opened,
  { mode, seconds }: BenchContext,
): Promise<Row[]> {
  const people = sizes[mode];
  const file = { name: "company.xlsx", bytes: toXlsx(newcomers(people)) };
  const talk = await openTalk({ database, server }, perSecond);
  const [before, during]: [number[], number[]] = [[], []];
  await talk.run(performance.now() + seconds * 1_000, before);
  let importing = true;
  const { token } = company.administrator;
  const caller = openCaller(server.url, token);
  const work = importFile({ url: server.url, token, caller }, file).finally(() => {
    importing = false;
  });
  while (importing) await talk.run(performance.now() + 500, during);
  const imported = await work;
  talk.close();
  caller.close();
  const rows = [timeRow(imported, people), memoryRow(server.pid, people), ...talkRows(before, during)];
  return [...rows, await staffRow(database, allStaff)];
}

/** As many departments as a company of that size has, and people whose accounts, mobiles and numbers are free. */
function newcomers(count: number) {
  const present = makeCompany({ people: peopleBefore - 1 });
  const { departments } = makeCompany({ people: count });
  return { people: makeHires({ ...present, departments }, count - peopleBefore, 2) };
}

function timeRow({ checkedMs, appliedMs }: Imported, people: number): Row {
  const seconds = (checkedMs + appliedMs) / 1_000;
  const met = people < sizes.full || seconds < goals.seconds;
  return {
    what: `import, ${short(people)} people`,
    value: seconds,
    unit: "s",
    goals: [{ text: `< ${goals.seconds} s at 100,000`, met }],
    note: `${(checkedMs / 1_000).toFixed(1)} s checked, ${(appliedMs / 1_000).toFixed(1)} s applied`,
  };
}

/** The most that the server's own process ever held; its PostgreSQL beside. */
function memoryRow(pid: number, people: number): Row {
  const peakKb = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  const value = peakKb / 1024;
  const met = value < goals.memoryMb;
  const what = `memory of the server at its most, ${short(people)} people`;
  return { what, value, unit: "MB", goals: [{ text: `< ${goals.memoryMb} MB`, met }] };
}

/** What those notice who talk meanwhile. */
function talkRows(before: readonly number[], during: readonly number[]): Row[] {
  const times = (all: readonly number[]) => ({ p50Ms: percentile(all, 0.5), p99Ms: percentile(all, 0.99) });
  const [quiet, busy] = [times(before), times(during)];
  const met = busy.p99Ms < unnoticedMs;
  return [
    { what: "a message acknowledged, before", value: quiet.p50Ms, unit: "ms", ...quiet },
    {
      ...{ what: "a message acknowledged, during the import", value: busy.p50Ms, unit: "ms", ...busy },
      goals: [{ text: `p99 < ${unnoticedMs} ms`, met }],
      note: `${during.length} messages, the slowest ${Math.max(...during).toFixed(0)} ms`,
    },
  ];
}

/** The group of all staff holds the active employees, no one more and no one less. */
async function staffRow(database: pg.Client, allStaff: ConversationId): Promise<Row> {
  const { rows } = await database.query<{ members: number; differing: number; told: number }>(
    `with staff as (select id from people where kind = 'employee' and status = 'active'),
       seated as (select principal_id as id from members where conversation_id = $1 and present)
     select (select count(*)::int from seated) as members,
       (select count(*)::int from (select id from staff except select id from seated) a)
         + (select count(*)::int from (select id from seated except select id from staff) b) as differing,
       (select member_count from groups where id = $1) as told`,
    [allStaff],
  );
  const { members = 0, differing = -1, told = -1 } = rows[0] ?? {};
  const met = differing === 0 && told === members;
  const goal = { text: "exactly the active people", met };
  return { what: "members of the group of all staff afterwards", value: members, unit: "people", goals: [goal] };
}
