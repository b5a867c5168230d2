import { Readable } from "node:stream";
import type {
  DepartmentId,
  DepartmentNode,
  ImportStatus,
  Policy,
  PrincipalId,
  RequestKey,
  SessionId,
} from "@qunxin/protocol";
import { createLocalBus } from "../../platform/bus.ts";
import type { Actor, Caller } from "../../platform/caller.ts";
import { movableClock } from "../../platform/clock.ts";
import { type Database, openDatabase } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Jobs } from "../../platform/jobs.ts";
import { createLog } from "../../platform/log.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { createCompany } from "../company/index.ts";
import { createIdentity } from "../identity/index.ts";
import {
  type CoMembership,
  createDirectory,
  type DirectoryPorts,
  type OrganisationChange,
  type OrganisationFollower,
} from "./index.ts";

/** Nobody looks at the caller here. */
export const anyCaller: Caller = {
  requestId: "test",
  address: "192.0.2.1",
  administration: true,
  cookie: { set: () => undefined, clear: () => undefined },
};

/**
 * The company 群信科技 with its root and the administrator wei, on a database of its own, with real credentials and
 * sessions. What the groups would be told is recorded; background tasks run when `work` is called.
 */
export async function openTestDirectory() {
  const test = await cloneDatabase();
  const database = openDatabase(test.url, () => undefined);
  const parts = compose(database);
  const { company, directory, waiting } = parts;
  const [rootId, weiId] = await database.transact(async (tx) => {
    await company.found(tx, { name: "群信科技", timeZone: "Asia/Shanghai", locale: "zh-CN" });
    const departmentId = await directory.createRoot(tx, "群信科技");
    return [departmentId, await directory.addFirstAdministrator(tx, { name: "韦伟", account: "wei", departmentId })];
  });
  const wei = actorOf(weiId, { administrator: true });
  async function work(attempt = { last: true }): Promise<void> {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      await directory.importTasks[job.task]?.(job.payload, attempt);
    }
  }
  return {
    ...{ ...parts, database, rootId, wei, work, call: directory.useCases },
    ...shortWays(parts, wei, rootId, work),
    async close(): Promise<void> {
      await database.close();
      await test.drop();
    },
  };
}

/** Everything the directory stands on, with ports that record or are told by the test. */
function compose({ reading, transact }: Database) {
  const bus = createLocalBus();
  const clock = movableClock(new Date("2026-03-02T01:00:00Z"));
  const company = createCompany({ reading, transact, bus, clock });
  const changes: OrganisationChange[] = [];
  const sharing = new Map<PrincipalId, PrincipalId[]>();
  const waiting: { task: string; payload: Record<string, unknown> }[] = [];
  const follower: OrganisationFollower = { organisationChanged: async (_tx, change) => void changes.push(change) };
  const coMembership: CoMembership = {
    shareGroup: async (_reading, id, ids) => ids.filter((other) => sharing.get(id)?.includes(other)),
  };
  const jobs: Jobs = {
    enqueue: async (tx, task, payload) => tx.afterCommit(() => void waiting.push({ task, payload })),
  };
  const ports = { follower, coMembership } as DirectoryPorts;
  const directory = createDirectory({ reading, transact, bus, clock, company, ports, jobs });
  const secret = Buffer.alloc(32, 7);
  const log = createLog("silent");
  const identity = createIdentity({ reading, transact, bus, clock, company, directory, secret, log });
  ports.credentials = identity.credentialsPort;
  return { bus, clock, company, directory, identity, ports, follower, changes, sharing, waiting };
}

/** What most tests begin with, in one line each; all of it done by wei. */
function shortWays(
  { company, directory }: ReturnType<typeof compose>,
  wei: Actor,
  rootId: DepartmentId,
  work: () => Promise<void>,
) {
  const call = directory.useCases;
  return {
    department: (name: string, parentId: DepartmentId = rootId): Promise<DepartmentNode> =>
      call["directory.createDepartment"]({ key: key(), parentId, name }, wei, anyCaller),
    /** An employee called so, in these departments; those marked are led. */
    async person(
      name: string,
      account: string,
      departmentIds: readonly DepartmentId[] = [rootId],
      { mobile = null, email = null, leads = [] }: PersonMore = {},
    ): Promise<PrincipalId> {
      const placements = departmentIds.map((id) => ({ departmentId: id, leader: leads.includes(id) }));
      const args = { ...blank, key: key(), name, account, mobile, email, placements };
      return (await call["directory.createPerson"](args, wei, anyCaller)).personId;
    },
    setPolicy: (policy: Partial<Policy>) => company.useCases["company.setPolicy"](policy, wei, anyCaller),
    /** Sends a file and has it checked. */
    async check(content: string | Uint8Array, fileName = "people.csv"): Promise<ImportStatus> {
      const bytes = Readable.from([typeof content === "string" ? Buffer.from(content) : content]);
      const { id } = await directory.receiveImport(wei, fileName, bytes);
      await work();
      return call["directory.import"]({ importId: id }, wei, anyCaller);
    },
    async apply(importId: ImportStatus["id"], missingLeave = false): Promise<ImportStatus> {
      await call["directory.applyImport"]({ importId, missingLeave }, wei, anyCaller);
      await work();
      return call["directory.import"]({ importId }, wei, anyCaller);
    },
  };
}

interface PersonMore {
  mobile?: string | null;
  email?: string | null;
  leads?: readonly DepartmentId[];
}

export type TestDirectory = Awaited<ReturnType<typeof openTestDirectory>>;

/** Somebody signed in. */
export function actorOf(id: PrincipalId, more: Partial<Actor> = {}): Actor {
  const sessionId = newId<SessionId>();
  return { id, kind: "employee", administrator: false, sessionId, passwordChangeRequired: false, ...more };
}

export function key(): RequestKey {
  return newId<RequestKey>();
}

const blank = { gender: "unknown", position: null, employeeNo: null, avatarUrl: null } as const;
