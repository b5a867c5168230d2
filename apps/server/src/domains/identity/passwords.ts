import { fail, limits, type PrincipalId } from "@qunxin/protocol";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact, Tx } from "../../platform/database.ts";
import { hashSecret } from "../../platform/ids.ts";
import type { Company } from "../company/index.ts";
import type { Directory, Person } from "../directory/index.ts";
import type { Authenticator } from "./authenticator.ts";
import { contextWords } from "./context-words.ts";
import { clearFailures, dropOldFailures, readCredential, readGivenAt, saveCredential } from "./credential-store.ts";
import { createGuard } from "./guard.ts";
import { fitsPassword, hashPassword } from "./hashing.ts";
import { endOfInitial, fitsInitial, initialPassword, temporaryPassword } from "./initial-password.ts";
import { judgePassword } from "./rules.ts";
import { usualPasswords } from "./usual-passwords.ts";

export interface PasswordDeps {
  reading: Reading;
  transact: Transact;
  clock: Clock;
  company: Pick<Company, "policy" | "info">;
  directory: Pick<Directory, "findForSignIn">;
  secret: Buffer;
}

export interface Passwords extends Authenticator {
  /** Judges whether that is the person's password now. @throws identity/wrong_credentials, identity/locked */
  demand(person: Pick<Person, "id" | "kind">, password: string): Promise<void>;
  /**
   * Sets a password somebody chose. `companyName` where the transaction founds the company, which nobody else sees yet.
   * @throws identity/password_policy
   */
  choose(
    tx: Tx,
    person: Pick<Person, "id" | "name" | "account">,
    password: string,
    companyName?: string,
  ): Promise<void>;
  /** Whether it is an initial or temporary password that was not replaced in time. Source: OWASP ASVS 5.0, 6.4.1 */
  ranOut(personId: PrincipalId): Promise<boolean>;
  /** Sets a random password that must be changed, and lifts a lock. */
  issueTemporary(tx: Tx, personId: PrincipalId): Promise<string>;
}

/** Passwords as the first way to prove who one is. */
export function createPasswords(deps: PasswordDeps): Passwords {
  const { reading, clock, company, directory } = deps;

  const guarded = createGuard(deps);

  return {
    async demand(person, password) {
      const proven = await guarded(person.id, () => fits(deps, person, password));
      if (!proven) fail("identity/wrong_credentials");
    },
    async prove({ login, password }) {
      const person = await directory.findForSignIn(login);
      // A login nobody has is counted, locked and answered like any other.
      const subject = person?.id ?? hashSecret(login.trim().toLowerCase()).toString("hex");
      const proven = await guarded(subject, () => fits(deps, person, password));
      if (!person || !proven) return fail("identity/wrong_credentials");
      return person;
    },
    async choose(tx, person, password, founded) {
      const companyName = founded ?? (await company.info())?.name ?? "";
      const context = { ...contextWords(person, companyName), usual: await usualPasswords() };
      judgePassword((await company.policy()).password, password, context);
      const hash = await hashPassword(password);
      await saveCredential(tx, { personId: person.id, hash, changeRequired: false, at: clock.now() });
    },
    async ranOut(personId) {
      const given = await readGivenAt(reading, personId);
      const { initialDays } = (await company.policy()).password;
      return given !== null && endOfInitial(given, initialDays) <= clock.now();
    },
    async issueTemporary(tx, personId) {
      const password = temporaryPassword();
      const hash = await hashPassword(password);
      await saveCredential(tx, { personId, hash, changeRequired: true, at: clock.now() });
      await clearFailures(tx, personId);
      await dropOldFailures(tx, new Date(clock.now().getTime() - limits.signInLockMs));
      return password;
    },
  };
}

/** Takes equally long whether there is such a person, and whether they have a password of their own. */
async function fits(
  { reading, secret }: PasswordDeps,
  person: Pick<Person, "id" | "kind"> | null,
  password: string,
): Promise<boolean> {
  const credential = person ? await readCredential(reading, person.id) : null;
  const own = await fitsPassword(password, credential?.hash ?? null);
  if (credential || person?.kind !== "employee") return own;
  return fitsInitial(initialPassword(secret, person.id), password);
}
