import type { PrincipalId } from "@qunxin/protocol";
import { createLocalBus } from "../../platform/bus.ts";
import type { Actor, Caller } from "../../platform/caller.ts";
import { systemClock, travellingClock } from "../../platform/clock.ts";
import { openDatabase } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { createLog as createTextLog } from "../../platform/log.ts";
import { cloneDatabase } from "../../platform/postgres/testing.ts";
import { createCompany } from "../company/index.ts";
import { createDirectory, type DirectoryPorts } from "../directory/index.ts";
import { createGroups } from "../groups/index.ts";
import { createIdentity } from "../identity/index.ts";
import { createLog } from "../log/index.ts";
import { createOnboarding } from "./index.ts";

/** The whole server but its transports and its worker, before set-up. `queued` holds what the worker would run. */
export async function openFreshServer() {
  const test = await cloneDatabase();
  const database = openDatabase(test.url, () => undefined, 10);
  const bus = createLocalBus();
  const clock = travellingClock(systemClock);
  const queued: string[] = [];
  const jobs = { enqueue: async (_tx: unknown, task: string) => void queued.push(task) };
  const base = { ...database, bus, clock, jobs };
  const ports = {} as DirectoryPorts;
  const company = createCompany(base);
  const log = createLog(base);
  const directory = createDirectory({ ...base, company, ports });
  const identity = createIdentity({
    ...base,
    company,
    directory,
    secret: Buffer.alloc(32),
    log: createTextLog("fatal"),
  });
  const groups = createGroups({ ...base, company, directory, log });
  Object.assign(ports, { credentials: identity.credentialsPort, follower: groups.follower, coMembership: log });
  const parts = { ...base, company, directory, identity, log, groups, during: clock.during };
  const onboarding = createOnboarding(parts);
  return {
    ...parts,
    onboarding,
    queued,
    async close() {
      await log.stop();
      await database.close();
      await test.drop();
    },
  };
}

/** A browser that remembers the cookie it was given. */
export function browser(): Caller & { token: string | null } {
  const own: Caller & { token: string | null } = {
    requestId: "test",
    address: "127.0.0.1",
    administration: true,
    token: null,
    cookie: {
      set(token) {
        own.token = token;
      },
      clear() {
        own.token = null;
      },
    },
  };
  return own;
}

export function administrator(id: PrincipalId): Actor {
  return { id, kind: "employee", administrator: true, sessionId: newId(), passwordChangeRequired: false };
}
