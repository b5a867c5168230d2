import { createCompany } from "./domains/company/index.ts";
import { createDirectory, type DirectoryPorts } from "./domains/directory/index.ts";
import { createFiles, type FilePorts, type S3Options } from "./domains/files/index.ts";
import { createGroups, followingLimited } from "./domains/groups/index.ts";
import { createIdentity } from "./domains/identity/index.ts";
import { createLog as createConversationLog, logChanged, type RetentionPorts } from "./domains/log/index.ts";
import {
  createLinks,
  createMessages,
  type FilesPort,
  forgetMessages,
  type GuardOptions,
  type LinksPort,
  type LivePort,
  noLinks,
  picturesIn,
} from "./domains/messages/index.ts";
import { createNotifications, type PushGuard } from "./domains/notifications/index.ts";
import { createOnboarding } from "./domains/onboarding/index.ts";
import { createSearch } from "./domains/search/index.ts";
import { openDoors } from "./doors.ts";
import { type Bus, createLocalBus } from "./platform/bus.ts";
import { createNatsBus } from "./platform/bus-nats.ts";
import { createPostgresBus } from "./platform/bus-postgres.ts";
import { type Clock, systemClock, travellingClock } from "./platform/clock.ts";
import { type Database, openDatabase } from "./platform/database.ts";
import { gather } from "./platform/gather.ts";
import { type Jobs, openJobs, startWorker } from "./platform/jobs.ts";
import type { Log } from "./platform/log.ts";
import { watchProcess } from "./platform/metrics.ts";
import { sweepRequestKeys } from "./platform/once.ts";
import { type OutboxConsumer, startOutbox, sweepOutbox } from "./platform/outbox.ts";
import { createHealth } from "./platform/readiness.ts";
import { startRounds } from "./platform/rounds.ts";
import { readSecret } from "./platform/secret.ts";
import type { CallRates } from "./transports/http/app.ts";
import { openMetricsDoor } from "./transports/http/health.ts";

export type Role = "http" | "ws" | "worker";

export interface ServerOptions {
  /** A migrated database. */
  databaseUrl: string;
  host: string;
  /** 0: any free one. */
  port: number;
  /** Where administrators' calls and screens are served, there only; absent: where everything is. */
  admin?: { host: string; port: number } | undefined;
  roles: readonly Role[];
  /** NATS servers that carry news between the processes of the installation. */
  natsUrl?: string | undefined;
  /** Whether no other process works on this database, as far as the roles leave that open; true if not told. */
  alone?: boolean;
  /** Whether it makes the code of the set-up, which voids every older one; true if not told. */
  issuesSetupCode?: boolean;
  dataDir: string;
  /** Folder of the built web client; null serves none. */
  webDir: string | null;
  log: Log;
  /** Keeps the bytes of files in an object storage instead of the data folder. */
  s3?: S3Options | undefined;
  clock?: Clock;
  /** Where pushes may go, instead of public hosts; for tests. */
  pushGuard?: PushGuard;
  /** Makes exceptions from what previews of links may reach; for tests. */
  linkGuard?: GuardOptions;
  /** How many calls over HTTP are taken from one person and one address; for tests. */
  callRates?: CallRates;
  /** Check answers against the contract; for development and tests. */
  checkOutput?: boolean;
  /** Where Prometheus reads; absent: nowhere. */
  metrics?: { host: string; port: number } | undefined;
}

export interface Server {
  url: string;
  /** Where administration is served, if at a door of its own. */
  adminUrl?: string;
  /** Where figures and health are read, if anywhere. */
  metricsUrl?: string;
  /** Where the company is created, with a one-time code; absent once it is set up. */
  setupUrl?: string;
  /** Hands clients over to the other processes: takes no new ones, answers what was asked, sends devices away. */
  drain(): Promise<void>;
  /** Stops taking work, lets running work end, gives everything back. */
  close(): Promise<void>;
  /** The domains behind it, for tests and the demo switch. */
  parts: Parts;
  /** What the HTTP door answers, as `GET /healthz`, for tests that must leave nothing out. */
  routes: readonly string[];
}

export type Parts = ReturnType<typeof compose>;

const allRoles: readonly Role[] = ["http", "ws", "worker"];
/** How late a reminder or a message to be sent later may be. */
const dueEveryMs = 1_000;
/** Who works on whatever the log stored; each has its function in `afterWork`. */
const consumers = ["search", "notify"] as const;

/** Builds the server of the given roles on a migrated database and starts it. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { databaseUrl, log, roles } = options;
  const database = openDatabase(databaseUrl, ({ message }) =>
    log.warn({ message }, "an idle database connection broke"),
  );
  const bus = await openBus(options);
  const jobs = await openJobs(databaseUrl, log);
  const parts = compose(options, database, bus, jobs);
  const worker = roles.includes("worker") ? await startWork(parts, options) : null;
  const health = createHealth(parts.pool, worker?.lost);
  const door = await openDoors(parts, options, health);
  const figures = options.metrics && (await openMetricsDoor(options.metrics, health, () => gather(parts)));
  if (figures) watchProcess();
  const code = options.issuesSetupCode === false ? null : await parts.onboarding.issueSetupCode();
  return {
    url: door.url,
    ...(door.adminUrl ? { adminUrl: door.adminUrl } : {}),
    ...(code ? { setupUrl: `${door.adminUrl ?? door.url}/setup?code=${code}` } : {}),
    ...(figures ? { metricsUrl: figures.listeningOrigin } : {}),
    parts,
    routes: door.routes,
    async drain() {
      health.readiness.drain();
      await door.drain();
    },
    async close() {
      health.readiness.drain();
      await door.close();
      await parts.files.stop();
      await worker?.stop();
      await figures?.close();
      await parts.log.stop();
      await bus.close();
      await database.close();
    },
  };
}

/** In one process news stays in it; between several it goes over NATS, or over the database where there is none. */
function openBus({ databaseUrl, natsUrl, roles, alone = true, log }: ServerOptions): Promise<Bus> | Bus {
  if (natsUrl) return createNatsBus(natsUrl, databaseUrl, log);
  const onlyOne = alone && allRoles.every((role) => roles.includes(role));
  return onlyOne ? createLocalBus() : createPostgresBus(databaseUrl, log);
}

/** The domains, left to right; needs to the right are ports filled in once their owner is there. */
function compose(options: ServerOptions, database: Database, bus: Bus, jobs: Jobs) {
  const clock = travellingClock(options.clock ?? systemClock);
  const secret = readSecret(options.dataDir, process.env.QUNXIN_SECRET);
  const base = { ...database, bus, clock, jobs };
  const directoryPorts = {} as DirectoryPorts;
  const filePorts = {} as FilePorts;
  const messagePorts = { links: noLinks } as { live: LivePort; files: FilesPort; links: LinksPort };
  const company = createCompany(base);
  const directory = createDirectory({ ...base, company, ports: directoryPorts });
  const identity = createIdentity({ ...base, company, directory, secret, log: options.log });
  const files = createFiles({
    ...options,
    ...base,
    company,
    secret,
    ports: filePorts,
    actorOfSession: identity.actorOfSession,
  });
  const retentionPorts: RetentionPorts = { forget: [] };
  const log = createConversationLog({ ...base, consumers, ports: retentionPorts });
  const groups = createGroups({ ...base, company, directory, log });
  const messages = createMessages({ ...base, company, log, directory, groups, ports: messagePorts });
  const links = createLinks({
    ...base,
    ports: { pictures: picturesIn(files) },
    ...(options.linkGuard ? { guard: options.linkGuard } : {}),
  });
  const search = createSearch({ ...base, company });
  const guard = options.pushGuard ? { guard: options.pushGuard } : {};
  const notifications = createNotifications({
    ...base,
    ...guard,
    company,
    directory,
    messages,
    secret,
    log: options.log,
  });
  const onboarding = createOnboarding({ ...base, company, directory, identity, log, groups, during: clock.during });
  bus.subscribe(followingLimited, (news) => options.log.warn(news, "a followed department outgrew its group"));
  directoryPorts.credentials = identity.credentialsPort;
  directoryPorts.follower = groups.follower;
  directoryPorts.coMembership = log;
  directoryPorts.pictures = files;
  filePorts.mayRead = messages.mayRead;
  retentionPorts.forget.push(forgetMessages, search.forget);
  messagePorts.files = files;
  messagePorts.links = links;
  return {
    ...base,
    company,
    directory,
    identity,
    files,
    log,
    groups,
    messages,
    links,
    search,
    notifications,
    onboarding,
    messagePorts,
    filePorts,
    retentionPorts,
  };
}

/** What the consumers of the outbox do. */
function afterWork({ search, notifications }: Parts): Record<(typeof consumers)[number], OutboxConsumer> {
  return { search: search.consumer, notify: notifications.consumer };
}

async function startWork(parts: Parts, { databaseUrl, log }: ServerOptions) {
  const { directory, identity, files, groups, messages, links, search, notifications, onboarding } = parts;
  await search.prepare();
  async function housekeeping(): Promise<void> {
    const ours = [() => sweepRequestKeys(parts), () => sweepOutbox(parts)];
    const domains = [identity, directory, groups, files, messages, links, notifications];
    for (const sweep of [...domains.map((domain) => domain.sweep), ...ours]) await sweep();
  }
  const { remindDue } = messages.confirmations;
  const background = { ...directory.importTasks, ...onboarding.tasks, ...search.tasks, ...notifications.tasks };
  const tasks = { ...background, housekeeping, remindDue };
  const hourly = ["housekeeping", ...search.hourly];
  const worker = startWorker(databaseUrl, { tasks, hourly, minutely: ["remindDue"] }, log);
  const pushes = notifications.startSending();
  // A push is waited for; that a message can be found a little later is not noticed.
  const yielding = { consumers: ["search"], restFactor: parts.log.restFactor };
  const outbox = startOutbox({ ...parts, log, consumers: afterWork(parts), wokenBy: [logChanged], yielding });
  const due = startRounds("due", messages.doDue, { restMs: dueEveryMs, log });
  const running = [worker, outbox, pushes, due];
  return { lost: worker.lost, stop: async () => void (await Promise.all(running.map((work) => work.stop()))) };
}
