import { type DeviceKind, limits, type PrincipalId, type SessionId } from "@qunxin/protocol";
import { type Bus, newsLost, topic } from "../../platform/bus.ts";
import type { Actor } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact, Tx } from "../../platform/database.ts";
import { hashedKey, hashSecret, newId, newSecret } from "../../platform/ids.ts";
import { together } from "../../platform/together.ts";
import { type Company, companyChanged } from "../company/index.ts";
import {
  deleteSessions,
  endOverdue,
  endSessions,
  endSessionsOf,
  findLiveAmong,
  findLiveSession,
  findLiveSessions,
  insertSession,
  type LiveSession,
  type Moment,
  readSessions,
  type SessionRecord,
  touchSessions,
} from "./session-store.ts";

/**
 * Sessions have ended: their sockets must close at once. Both lists empty means "many, ask `authenticate` again", which
 * is what other processes get when thousands left at a time.
 */
export const sessionsEnded = topic<{ sessionIds: readonly SessionId[]; personIds: readonly PrincipalId[] }>(
  "sessionsEnded",
  () => ({ sessionIds: [], personIds: [] }),
);

/** What these people may do changed (administration, password); without ids: many. */
export const actorsChanged = topic<{ personIds: readonly PrincipalId[] }>("actorsChanged", () => ({ personIds: [] }));

export interface Device {
  name: string;
  kind: DeviceKind;
  address: string;
}

export interface OpenedSession {
  token: string;
  sessionId: SessionId;
}

export interface Sessions {
  open(personId: PrincipalId, device: Device): Promise<OpenedSession>;
  /** The actor behind a token; null when there is none or it has ended. */
  authenticate(token: string): Promise<Actor | null>;
  /** The same by `hashedKey` of the token. */
  authenticateHashed(tokenHash: string): Promise<Actor | null>;
  /** Those of the sessions that are alive, read anew. */
  aliveAmong(ids: readonly SessionId[]): Promise<ReadonlySet<SessionId>>;
  /** The actor of a session that is alive, read anew; for links made for that session. */
  actorOf(id: SessionId): Promise<Actor | null>;
  end(tx: Tx, ids: readonly SessionId[]): Promise<void>;
  /** Ends every session of these people, except one. Answers how many were alive. */
  endOf(tx: Tx, personIds: readonly PrincipalId[], except?: SessionId): Promise<number>;
  /** Somebody's living sessions, newest first. */
  of(personId: PrincipalId): Promise<SessionRecord[]>;
  /** Ends what has run out, so that its sockets close and nothing is pushed there; forgets what ended long ago. */
  sweep(): Promise<void>;
}

/** A session in memory is believed this long; then it is read, and its use written, again. */
const believedMs = 60_000;
const rememberedSessions = 50_000;
/** How long an ended session can still be looked into. */
const keptMs = 30 * 24 * 3_600_000;

const dayMs = 24 * 3_600_000;

export function createSessions(deps: SessionDeps): Sessions {
  const { reading, transact, bus, clock } = deps;
  const memory = createMemory(bus);
  const readActor = readingActors(deps, memory);
  const now = () => momentOf(deps);
  const authenticateHashed = async (tokenHash: string) => memory.find(tokenHash, clock.now()) ?? readActor(tokenHash);
  return {
    async open(personId, device) {
      const token = newSecret();
      const sessionId = newId<SessionId>();
      const at = clock.now();
      const session = { id: sessionId, personId, tokenHash: hashSecret(token), device, at, expiresAt: expiry(at) };
      await transact((tx) => insertSession(tx, session));
      return { token, sessionId };
    },
    authenticate: (token) => authenticateHashed(hashedKey(token)),
    authenticateHashed,
    aliveAmong: async (ids) => new Set(await findLiveAmong(reading, ids, await now())),
    async actorOf(id) {
      const moment = await now();
      const session = await findLiveSession(reading, id, moment);
      return session && toActor(session, moment.factorWanted);
    },
    async end(tx, ids) {
      const sessionIds = await endSessions(tx, ids, clock.now());
      if (sessionIds.length > 0) tx.afterCommit(() => bus.publish(sessionsEnded, { sessionIds, personIds: [] }));
    },
    async endOf(tx, personIds, except) {
      const sessionIds = await endSessionsOf(tx, personIds, clock.now(), except);
      // Who keeps a session has ended only the others.
      const news = { sessionIds, personIds: except ? [] : personIds };
      if (sessionIds.length > 0) tx.afterCommit(() => bus.publish(sessionsEnded, news));
      return sessionIds.length;
    },
    of: async (personId) => readSessions(reading, personId, await now()),
    async sweep() {
      const moment = await now();
      const sessionIds = await transact((tx) => endOverdue(tx, moment));
      if (sessionIds.length > 0) bus.publish(sessionsEnded, { sessionIds, personIds: [] });
      const before = new Date(clock.now().getTime() - keptMs);
      await transact((tx) => deleteSessions(tx, before));
    },
  };
}

/** However much it is used, a session ends so many days after it was opened. Source: OWASP ASVS 5.0, 7.3.2 */
async function momentOf({ clock, company }: SessionDeps): Promise<Moment & { factorWanted: boolean }> {
  const at = clock.now();
  const { sessions, secondFactor } = await company.policy();
  const openedAfter = new Date(at.getTime() - sessions.maxDays * dayMs);
  return { at, openedAfter, factorWanted: secondFactor.administrators };
}

interface SessionDeps {
  reading: Reading;
  transact: Transact;
  bus: Bus;
  clock: Clock;
  company: Pick<Company, "policy">;
}

/**
 * Reads who is behind a token, notes that the session is used, and remembers it for a while. Many at once cost one
 * statement each way: after a restart everybody comes back at the same moment.
 */
function readingActors(deps: SessionDeps, memory: Memory) {
  const { reading, transact, clock } = deps;
  const find = together(async (hashes: readonly string[]) => findLiveSessions(reading, hashes, await momentOf(deps)));
  const touch = together(async (ids: readonly SessionId[]) => {
    const at = clock.now();
    await transact((tx) => touchSessions(tx, ids, at, expiry(at)));
    return new Map<SessionId, true>();
  });
  return async (tokenHash: string): Promise<Actor | null> => {
    const readAt = memory.generation();
    const { at, openedAfter, factorWanted } = await momentOf(deps);
    const session = await find(tokenHash);
    if (!session) return null;
    const { sessionId, lastSeenAt, createdAt } = session;
    if (at.getTime() - lastSeenAt.getTime() >= believedMs) await touch(sessionId);
    const actor = toActor(session, factorWanted);
    const leftMs = createdAt.getTime() - openedAfter.getTime();
    memory.keep(tokenHash, actor, at.getTime() + Math.min(believedMs, leftMs), readAt);
    return actor;
  };
}

/** Where the company wants a second factor of administrators, who has none is like everybody else until then. */
function toActor(session: LiveSession, factorWanted: boolean): Actor {
  const { personId, kind, sessionId, passwordChangeRequired } = session;
  const administrator = session.administrator && (session.secondFactor || !factorWanted);
  return { id: personId, kind, administrator, sessionId, passwordChangeRequired };
}

function expiry(at: Date): Date {
  return new Date(at.getTime() + limits.sessionMaxAgeMs);
}

type Memory = ReturnType<typeof createMemory>;

/** Actors by token hash, dropped the moment their session ends or they change. */
function createMemory(bus: Bus) {
  const kept = new Map<string, { actor: Actor; until: number }>();
  let generation = 0;

  function drop(concerns: ((actor: Actor) => boolean) | null): void {
    generation++;
    if (!concerns) kept.clear();
    for (const [key, { actor }] of kept) if (concerns?.(actor)) kept.delete(key);
  }
  bus.subscribe(sessionsEnded, ({ sessionIds, personIds }) => {
    const sessions = new Set(sessionIds);
    const people = new Set(personIds);
    const many = sessions.size + people.size === 0;
    drop(many ? null : (actor) => sessions.has(actor.sessionId) || people.has(actor.id));
  });
  bus.subscribe(actorsChanged, ({ personIds }) => {
    drop(personIds.length === 0 ? null : (actor) => personIds.includes(actor.id));
  });
  bus.subscribe(newsLost, () => drop(null));
  // How long sessions live may have become shorter.
  bus.subscribe(companyChanged, () => drop(null));

  return {
    generation: () => generation,
    find(tokenHash: string, now: Date): Actor | null {
      const found = kept.get(tokenHash);
      return found && found.until > now.getTime() ? found.actor : null;
    },
    /** Keeps what was read, unless something ended while it was being read. */
    keep(tokenHash: string, actor: Actor, until: number, readAt: number): void {
      if (readAt !== generation) return;
      if (kept.size >= rememberedSessions) kept.clear();
      kept.set(tokenHash, { actor, until });
    },
  };
}
