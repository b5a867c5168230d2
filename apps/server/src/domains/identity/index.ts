import { fail, type PrincipalId, type SessionId } from "@qunxin/protocol";
import { createAttemptLimit } from "../../platform/attempt-limit.ts";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import type { CredentialsPort } from "../directory/index.ts";
import { accountUseCases } from "./accounts.ts";
import { deviceUseCases } from "./devices.ts";
import { initialPasswordList } from "./initial-list.ts";
import { initialPassword } from "./initial-password.ts";
import type { IdentityDeps, Parts } from "./parts.ts";
import { createPasswords } from "./passwords.ts";
import { createSecondFactors } from "./second-factor.ts";
import { secondFactorUseCases } from "./second-factor-calls.ts";
import { createSessions, type Device, type OpenedSession } from "./sessions.ts";
import { signInUseCases } from "./sign-in.ts";

export type { IdentityDeps } from "./parts.ts";
export { actorsChanged, type Device, type OpenedSession, sessionsEnded } from "./sessions.ts";

export interface Identity {
  useCases: UseCasesOf<"identity">;
  /** The actor behind a session token; null when there is none or it has ended. */
  authenticate(token: string): Promise<Actor | null>;
  /** The same by `hashedKey` of the token, for whoever asks again and again: the token itself need not be kept. */
  authenticateHashed(tokenHash: string): Promise<Actor | null>;
  /** Those of the sessions that are alive, read anew. */
  sessionsAlive(ids: readonly SessionId[]): Promise<ReadonlySet<SessionId>>;
  /** The actor of a session that is alive. */
  actorOfSession(id: SessionId): Promise<Actor | null>;
  /** Opens a session for somebody who has proven to be themselves. */
  openSession(personId: PrincipalId, device: Device): Promise<OpenedSession>;
  /** What the directory needs of identity. */
  credentialsPort: CredentialsPort;
  /** The derived password of somebody who has none of their own yet. */
  initialPassword(personId: PrincipalId): string;
  /** The list of initial passwords as CSV, in pieces. */
  initialPasswords(): AsyncIterable<string>;
  /**
   * Sets the password the first administrator chose; `companyName` when the company is founded with them.
   * @throws identity/password_policy
   */
  setFirstPassword(tx: Tx, personId: PrincipalId, password: string, companyName?: string): Promise<void>;
  /** Housekeeping: forgets sessions that ended long ago. */
  sweep(): Promise<void>;
}

/** From one address, before it must wait; a whole office may share one. */
const wrongPasswords = { attempts: 50, windowMs: 5 * 60_000, name: "passwords" };

/** Passwords, sessions and devices; who is an administrator. */
export function createIdentity(deps: IdentityDeps): Identity {
  const { secret, directory } = deps;
  const passwords = createPasswords(deps);
  const secondFactors = createSecondFactors(deps);
  const sessions = createSessions(deps);
  const addresses = createAttemptLimit(deps, wrongPasswords);
  const parts: Parts = { ...deps, door: passwords, passwords, secondFactors, sessions, addresses };
  return {
    useCases: {
      ...signInUseCases(parts),
      ...deviceUseCases(parts),
      ...accountUseCases(parts),
      ...secondFactorUseCases(parts),
    },
    authenticate: sessions.authenticate,
    authenticateHashed: sessions.authenticateHashed,
    sessionsAlive: sessions.aliveAmong,
    actorOfSession: sessions.actorOf,
    openSession: sessions.open,
    credentialsPort: {
      initialPassword: (personId) => initialPassword(secret, personId),
      async endSessions(tx, personIds) {
        await sessions.endOf(tx, personIds);
      },
    },
    initialPassword: (personId) => initialPassword(secret, personId),
    initialPasswords: () => initialPasswordList(deps),
    async setFirstPassword(tx, personId, password, companyName) {
      const person = (await directory.person(tx, personId)) ?? fail("directory/person_not_found");
      await passwords.choose(tx, person, password, companyName);
    },
    sweep: sessions.sweep,
  };
}
