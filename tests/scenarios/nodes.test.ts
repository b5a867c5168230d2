import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { ConversationId } from "@qunxin/protocol";
import { cloneDatabase, startNats, type TestNats, withoutNats } from "@qunxin/server/testing";
import { expectEqualToFreshFetch, openCompany, type RunningCompany, sees, until } from "@qunxin/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createByRule } from "./group-world.ts";
import { type Host, layHosts, noNamespaces } from "./nodes-hosts.ts";
import {
  loopback,
  type Node,
  type Place,
  startBalancer,
  startNode,
  startPostgres15,
  withoutPostgres15,
} from "./nodes-servers.ts";
import { startTalk, type Talker, talkerAt, wrongsOf } from "./nodes-talk.ts";

/** `npm run test:faults` runs all of it; a short form stands in `npm test`. */
const long = process.env.QUNXIN_NODES === "long";
const where = noNamespaces ? ` (as processes on loopback: no network namespaces, ${noNamespaces})` : "";
const missing = withoutNats || withoutPostgres15;

type Hosts = Record<"db" | "bus" | "a" | "b", Host>;

/** Two nodes, the first of two processes, behind a balancer; PostgreSQL and NATS on hosts of their own. */
interface Stage {
  readonly hosts: Hosts | null;
  readonly databaseUrl: string;
  readonly nats: TestNats;
  readonly a: Node;
  readonly b: Node;
  readonly company: RunningCompany;
  readonly group: ConversationId;
  readonly talkers: readonly Talker[];
  close(): Promise<void>;
}

async function openStage(database: "15" | "18"): Promise<Stage> {
  const hosts = database === "18" || noNamespaces ? null : (layHosts(["db", "bus", "a", "b"]) as Hosts);
  const place = (name: keyof Hosts): Place => hosts?.[name] ?? loopback;
  const store = database === "15" ? await startPostgres15(place("db")) : await cloned();
  const nats = await startNats(place("bus").address, (command) => place("bus").wrap(command));
  const options = ["--database-url", store.url, "--nats-url", nats.url];
  const a = await startNode([...options, "--workers", "2"], place("a"));
  const b = await startNode(options, place("b"));
  const balancer = await startBalancer([a, b]);
  const setupCode = /\/setup\?code=(\S+)/.exec(b.said())?.[1] ?? "";
  const company = await openCompany({ url: balancer.url, setupCode, databaseUrl: store.url }, { people: 8, seed: 3 });
  const ids = await company.people();
  const accounts = [...ids.keys()].filter((account) => account !== "admin").slice(0, 4);
  const rule = { name: "两台机器", follows: [], byHand: accounts };
  const { id: group } = await createByRule(company, company.administrator, rule, ids);
  const talkers: Talker[] = [];
  // Two come in through the balancer, one straight to each node.
  for (const [index, session] of (await company.signIn(accounts)).entries())
    talkers.push(await talkerAt([balancer.url, balancer.url, a.url, b.url][index] ?? "", session, group));
  return {
    hosts,
    databaseUrl: store.url,
    nats,
    a,
    b,
    company,
    group,
    talkers,
    async close() {
      for (const { device } of talkers) await device.client.stop();
      await company.close();
      balancer.close();
      await Promise.all([a.remove(), b.remove()]);
      await nats.kill();
      await store.remove();
      for (const host of Object.values(hosts ?? {})) host.remove();
    },
  };
}

/** The embedded PostgreSQL 18, which the run shares. */
async function cloned() {
  const { url, drop } = await cloneDatabase();
  return { url, remove: drop };
}

describe.each(long ? (["15", "18"] as const) : (["15"] as const))("on PostgreSQL %s and NATS", (database) => {
  const skip = missing !== "";
  const run = { skip, timeout: 240_000 };
  const partition = { skip: skip || !long || noNamespaces !== "" || database === "18", timeout: 240_000 };
  const because = noNamespaces
    ? ` (skipped: no network namespaces, ${noNamespaces})`
    : long
      ? ""
      : " (npm run test:faults)";
  let stage: Stage;

  beforeAll(async () => {
    if (!skip) stage = await openStage(database);
  }, 240_000);
  afterAll(async () => {
    await stage?.close();
  }, 60_000);

  /** Talks through whatever `happens`; afterwards all that was acknowledged stands there once, and everybody has it. */
  async function through(round: string, happens: () => Promise<void>, talkers = stage.talkers): Promise<void> {
    const talk = startTalk(talkers, stage.group, round);
    try {
      await talk.goesOn("the beginning");
      await happens();
      await talk.goesOn(round);
    } finally {
      const { acknowledged, failed } = await talk.stop();
      expect(failed).toEqual([]);
      expect(await wrongsOf(stage.databaseUrl, stage.group, acknowledged)).toEqual([]);
    }
    for (const { device, account } of stage.talkers)
      await expectEqualToFreshFetch(device.client, { timelines: [stage.group], who: account, timeoutMs: 60_000 });
  }

  test(`a group whose sockets hang on two nodes and three processes is one group${where}${missing}`, run, async () => {
    await through("一个群", async () => delay(500));
  });

  test(
    `kill -9 of a node and of a process while all talk: its devices are back elsewhere, nothing is lost${where}${missing}`,
    run,
    async () => {
      // Who talks straight to the node waits until it is back.
      await through("断电", async () => {
        process.kill(workersOf(stage.a)[0] ?? 0, "SIGKILL");
        await stage.b.kill("SIGKILL");
        await delay(500);
        await stage.b.start();
      });
    },
  );

  test(
    `NATS is killed and comes back while all talk: nothing is lost and nobody is left behind${where}${missing}`,
    run,
    async () => {
      await through("总线", async () => {
        await stage.nats.kill();
        await delay(long ? 8_000 : 1_500);
        await stage.nats.start();
      });
    },
  );

  test(
    `node after node is restarted, process after process renewed, and no send fails${where}${missing}`,
    run,
    async () => {
      await through("滚动", async () => {
        const before = workersOf(stage.a);
        process.kill(stage.a.pid(), "SIGHUP");
        const renewed = () => {
          const now = workersOf(stage.a);
          return now.length === 2 && !now.some((pid) => before.includes(pid)) ? null : `${now} after ${before}`;
        };
        await until("both processes to be renewed", renewed, { timeoutMs: 120_000, everyMs: 100 });
        expect(await stage.b.kill("SIGTERM")).toBe(0);
        await stage.b.start();
      });
    },
  );

  test(
    `cut off from the database a node serves nobody until it is back, and its people are on the other one${because}`,
    partition,
    async () => {
      const { a, talkers } = stage;
      const { db, a: host } = stage.hosts as Hosts;
      // The one who knows only this node has to wait.
      await through(
        "库断",
        async () => {
          host.cut(db, true);
          await until("the node to say that it is not well", () => healthOf(a, 503), { timeoutMs: 30_000 });
          await delay(5_000);
          host.cut(db, false);
          await until("the node to be well again", () => healthOf(a, 200), { timeoutMs: 60_000 });
        },
        talkers,
      );
    },
  );

  test(
    `cut off from the bus a node goes on, and within ten seconds nobody is served there who was shut out elsewhere${because}`,
    partition,
    async () => {
      const { b, talkers, company, group } = stage;
      const { bus, a: host } = stage.hosts as Hosts;
      const [, , atA, atB] = talkers as [Talker, Talker, Talker, Talker];
      host.cut(bus, true);
      const said = `bus ${Date.now()}`;
      const clientId = atB.device.client.timelines.send(group, {
        text: said,
        mentions: [],
        mentionAll: false,
        replyToSeq: null,
      });
      await atB.device.client.timelines.sent(group, clientId);
      await sees({ ...atA, client: atA.device.client } as never, group, said);
      const told = new Promise((done) => atA.device.client.onRemoved(done));
      const answer = await company.post(company.administrator.token, "groups.removeMembers", {
        groupId: group,
        members: [atA.id as never],
      });
      expect(answer.status).toBe(200);
      await Promise.race([
        told,
        delay(10_000).then(() => Promise.reject(new Error("nobody told the one who was removed"))),
      ]);
      host.cut(bus, false);
      expect(b.said()).not.toContain("unexpected failure");
    },
  );
});

/** The processes under the node's supervisor that serve. */
function workersOf(node: Node): number[] {
  const pid = node.pid();
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
  return children.filter((child) => readFileSync(`/proc/${child}/cmdline`, "utf8").includes("worker.ts"));
}

async function healthOf({ url }: Node, wanted: number): Promise<string | null> {
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3_000) }).catch(String);
  const status = typeof answer === "string" ? answer : answer.status;
  return status === wanted ? null : `${status} instead of ${wanted}`;
}
