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
import { openDatabase } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { createLog } from "../../platform/log.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { createCompany } from "../company/index.ts";
import { createIdentity } from "../identity/index.ts";
import { createDirectory, type DirectoryPorts, type OrganisationChange } from "./index.ts";

/** Nobody looks at the caller here. */
export const anyCaller: Caller = {
  requestId: "test",
  address: "192.0.2.1",
  cookie: { set: () => undefined, clear: () => undefined },
};

/**
 * The company 群信科技 with its root and the administrator wei, on a database of its own, with real credentials and
 * sessions. What the groups would be told is recorded; background tasks run when `work` is called.
 */
export async function openTestDirectory() {
  const test = await cloneDatabase();
  const database = openDatabase(test.url, () => undefined);
  const { reading, transact } = database;
  const bus = createLocalBus();
  const clock = movableClock(new Date("2026-03-02T01:00:00Z"));
  const company = createCompany({ reading, transact, bus, clock });
  const changes: OrganisationChange[] = [];
  const sharing = new Map<PrincipalId, PrincipalId[]>();
  const waiting: { task: string; payload: Record<string, unknown> }[] = [];
  const follower = {
    organisationChanged: async (_tx: unknown, change: OrganisationChange) => void changes.push(change),
  };
  const ports = {
    follower,
    coMembership: {
      shareGroup: async (_reading: unknown, id: PrincipalId, ids: readonly PrincipalId[]) =>
        ids.filter((other) => sharing.get(id)?.includes(other)),
    },
  } as unknown as DirectoryPorts;
  const jobs = {
    enqueue: async (tx: { afterCommit(work: () => void): void }, task: string, payload: Record<string, unknown>) =>
      tx.afterCommit(() => void waiting.push({ task, payload })),
  };
  const directory = createDirectory({ reading, transact, bus, clock, company, ports, jobs });
  const identity = createIdentity({
    ...{ reading, transact, bus, clock, company, directory },
    secret: Buffer.alloc(32, 7),
    log: createLog("silent"),
  });
  ports.credentials = identity.credentialsPort;
  const [rootId, weiId] = await transact(async (tx) => {
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
    ...{ database, bus, clock, company, directory, identity, ports, follower, changes, sharing, waiting },
    ...{ rootId, wei, work, url: test.url },
    call: directory.useCases,
    async department(name: string, parentId: DepartmentId = rootId): Promise<DepartmentNode> {
      return directory.useCases["directory.createDepartment"]({ key: key(), parentId, name }, wei, anyCaller);
    },
    /** An employee called so, in these departments; those marked are led. */
    async person(
      name: string,
      account: string,
      departmentIds: readonly DepartmentId[] = [rootId],
      more: { mobile?: string; email?: string; leads?: readonly DepartmentId[] } = {},
    ): Promise<PrincipalId> {
      const placements = departmentIds.map((departmentId) => {
        return { departmentId, leader: more.leads?.includes(departmentId) ?? false };
      });
      const { personId } = await directory.useCases["directory.createPerson"](
        { ...blank, key: key(), name, account, mobile: more.mobile ?? null, email: more.email ?? null, placements },
        wei,
        anyCaller,
      );
      return personId;
    },
    setPolicy: (policy: Partial<Policy>) => company.useCases["company.setPolicy"](policy, wei, anyCaller),
    /** Sends a file and has it checked. */
    async check(content: string | Uint8Array, fileName = "people.csv"): Promise<ImportStatus> {
      const bytes = Readable.from([typeof content === "string" ? Buffer.from(content) : content]);
      const { id } = await directory.receiveImport(wei, fileName, bytes);
      await work();
      return directory.useCases["directory.import"]({ importId: id }, wei, anyCaller);
    },
    async apply(importId: ImportStatus["id"], missingLeave = false): Promise<ImportStatus> {
      await directory.useCases["directory.applyImport"]({ importId, missingLeave }, wei, anyCaller);
      await work();
      return directory.useCases["directory.import"]({ importId }, wei, anyCaller);
    },
    async close(): Promise<void> {
      await database.close();
      await test.drop();
    },
  };
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
