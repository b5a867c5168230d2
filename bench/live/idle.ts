import { openCompany, type RunningCompany, type SignedIn } from "@qunxin/testkit";
import type { Mode, Row, Scenario } from "../harness/scenario.ts";
import { createGroup, type StageGroup } from "../harness/stage.ts";
import { median } from "../harness/statistics.ts";
import type { IdleJob, IdleResult, LoadResult } from "../load/jobs.ts";
import { besides, roomOf, times } from "./talking.ts";

const sockets: Record<Mode, number> = { quick: 1_000, default: 10_000, full: 10_000 };
/** Everybody sits in one of 100 and in one of 1,000. */
const groupSizes = [100, 1_000];
const speakingGroups = 10;
const perSecond = 50;
const memoryGoalKb = 20;
const judgedFrom = 10_000;
const stormGoalSeconds = 30;

/** What devices cost that only wait for news, and whether all can come back at once. */
export const idleSockets: Scenario = {
  name: "idle-sockets",
  title: "idle signed-in sockets; all go and come back at once while others send",
  budgetSeconds: { quick: 18, default: 90, full: 90 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const server = await context.fresh();
    const count = sockets[context.mode];
    context.log(`a company of ${count} …`);
    const company = await openCompany(server, { people: count - 1 });
    const people = await company.signIn(company.sample.people.map(({ account }) => account));
    const groups = await divide(company, people);
    await company.close();
    const job: IdleJob = {
      ...{ kind: "idle", url: server.url, serverPid: server.pid, perSecond },
      people: people.map(({ token }) => token),
      // Ten of each are connected with a further device.
      rooms: groups.slice(0, speakingGroups).map(({ id, members }) => roomOf({ id, members: members.slice(0, 10) }, 1)),
      settleSeconds: context.mode === "quick" ? 3 : 10,
      storms: context.tries,
    };
    const [result] = await context.load(job);
    if (!result?.idle) throw new Error("nothing was measured");
    return rowsOf(result, result.idle, count);
  },
};

async function divide(company: RunningCompany, people: readonly SignedIn[]): Promise<StageGroup[]> {
  const groups: StageGroup[] = [];
  for (const size of groupSizes) {
    for (let at = 0; at < people.length; at += size) {
      groups.push(await createGroup(company, `${size} 人群 ${at / size + 1}`, people.slice(at, at + size)));
    }
  }
  return groups;
}

function rowsOf(result: LoadResult, idle: IdleResult, count: number): Row[] {
  const { memoryBefore, memoryAfter, stormSeconds, refusedConnections, sent } = idle;
  const eachKb = (memoryAfter.rss - memoryBefore.rss) / count;
  const pssKb = (memoryAfter.pss - memoryBefore.pss) / count;
  const seconds = median(stormSeconds);
  const devices = count.toLocaleString("en-US");
  return [
    {
      what: `server memory per socket, ${devices}`,
      value: eachKb,
      unit: "KB",
      note: `${pssKb.toFixed(1)} KB not shared; ${(memoryAfter.rss / 1_024).toFixed(0)} MB in all`,
      // Of few, what the heap grew by anyway is most of it.
      goals: count < judgedFrom ? [] : [{ text: `≤ ${memoryGoalKb} KB`, met: eachKb <= memoryGoalKb }],
    },
    {
      what: `until all ${devices} are back`,
      value: seconds,
      unit: "s",
      note: `the slowest time ${Math.max(...stormSeconds).toFixed(1)} s; ${refusedConnections} attempts had to be repeated`,
      ...besides([result]),
      goals: [{ text: `≤ ${stormGoalSeconds} s`, met: seconds <= stormGoalSeconds }],
    },
    {
      what: "sends meanwhile, all acknowledged and delivered",
      value: sent,
      unit: "sends",
      ...times([result], "ackTimes"),
      // A send that fails or does not arrive ends the scenario.
      goals: [{ text: "none fails", met: sent > 0 }],
    },
  ];
}
