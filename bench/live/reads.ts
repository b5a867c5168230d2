import type { Row, Scenario } from "../harness/scenario.ts";
import { median } from "../harness/statistics.ts";

const withinMs = 2_000;
const cpuGoal = 0.2;
const lagGoalMs = 1_000;

/** What it costs that everybody reads what was just said (ADR 0016). */
export const reads: Scenario = {
  name: "reads",
  title: "2,000 people read a message within 2 s",
  budgetSeconds: { quick: 8, default: 20, full: 20 },
  runs: () => true,
  async run({ live, load, tries }): Promise<Row[]> {
    const { server, everybody } = await live();
    const people = everybody.members.map(({ token }) => token);
    const job = { kind: "reads", url: server.url, people, conversationId: everybody.id, withinMs } as const;
    const [result] = await load({ ...job, rounds: tries, serverPid: server.pid });
    if (!result?.lagMs) throw new Error("nothing was measured");
    const serverCpu = result.serverCpuSeconds / result.seconds;
    const loadCpu = result.cpuSeconds / result.seconds;
    const lagMs = median(result.lagMs);
    return [
      {
        what: "server CPU while everybody reads",
        value: serverCpu * 100,
        unit: "% of a core",
        serverCpu,
        loadCpu,
        goals: [{ text: "≤ 20 % of a core", met: serverCpu <= cpuGoal }],
      },
      {
        what: "last read until its author's count is right",
        value: lagMs,
        unit: "ms",
        goals: [{ text: "≤ 1 s", met: lagMs <= lagGoalMs }],
      },
    ];
  },
};
