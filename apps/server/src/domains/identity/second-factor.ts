import { randomBytes } from "node:crypto";
import { fail, type PrincipalId } from "@qunxin/protocol";
import type { Tx } from "../../platform/database.ts";
import { openSealed, seal, sealingKey } from "../../platform/sealing.ts";
import { clearFailures } from "./credential-store.ts";
import { createGuard, type GuardDeps } from "./guard.ts";
import { fitsPassword, hashPassword } from "./hashing.ts";
import { temporaryPassword } from "./initial-password.ts";
import {
  beginFactor,
  confirmFactor,
  countRecoveryCodes,
  deleteFactor,
  readFactor,
  readRecoveryCode,
  saveRecoveryCodes,
  takeRecoveryCode,
  takeStep,
} from "./second-factor-store.ts";
import { stepsOf } from "./totp.ts";

export interface SecondFactors {
  /**
   * Lets in who has no second factor, or shows a code of it that was not used before.
   * @throws identity/code_required, identity/wrong_code, identity/locked
   */
  demand(personId: PrincipalId, code: string | undefined): Promise<void>;
  state(personId: PrincipalId): Promise<{ enabled: boolean; recoveryCodesLeft: number }>;
  /** A new secret, which counts once it is confirmed. @throws identity/second_factor_exists */
  begin(personId: PrincipalId): Promise<Buffer>;
  /** Confirms it and answers recovery codes. @throws identity/second_factor_missing, identity/wrong_code, identity/locked */
  confirm(personId: PrincipalId, code: string, also: (tx: Tx) => Promise<unknown>): Promise<string[]>;
  /** @throws identity/second_factor_missing */
  renewRecoveryCodes(personId: PrincipalId): Promise<string[]>;
  /** Answers whether there was one. */
  remove(tx: Tx, personId: PrincipalId): Promise<boolean>;
}

const secretBytes = 20;
/** One digit numbers them. */
const recoveryCodes = 10;
/** Wrong codes are counted beside wrong passwords, so that a right password does not clear them. */
const subjectOf = (personId: PrincipalId) => `code ${personId}`;

/** Time-based codes as a second factor. Source: ADR-0028; OWASP ASVS 5.0, 6.3.2, 6.5 */
export function createSecondFactors(deps: GuardDeps & { secret: Buffer }): SecondFactors {
  const { reading, transact, clock } = deps;
  const key = sealingKey(deps.secret, "qunxin second factors");
  const guarded = createGuard(deps);

  /** Whether the app shows this code now; it is used up thereby. */
  async function fits(personId: PrincipalId, sealed: Buffer, code: string): Promise<boolean> {
    for (const step of stepsOf(opened(key, sealed), code, clock.now())) {
      if (await transact((tx) => takeStep(tx, personId, step))) return true;
    }
    return false;
  }

  async function fitsRecovery(personId: PrincipalId, code: string): Promise<boolean> {
    const hash = /^\d/.test(code) ? await readRecoveryCode(reading, personId, Number(code[0])) : null;
    return (await fitsPassword(code, hash)) && hash !== null && transact((tx) => takeRecoveryCode(tx, personId, hash));
  }

  return {
    async demand(personId, typed) {
      const factor = await readFactor(reading, personId);
      if (!factor?.confirmed) return;
      if (typed === undefined) return fail("identity/code_required");
      const code = typed.replaceAll(/[\s-]/g, "").toUpperCase();
      const proven = await guarded(subjectOf(personId), async () =>
        /^\d{6}$/.test(code) ? fits(personId, factor.sealedSecret, code) : fitsRecovery(personId, code),
      );
      if (!proven) fail("identity/wrong_code");
    },
    async state(personId) {
      const factor = await readFactor(reading, personId);
      return {
        enabled: factor?.confirmed ?? false,
        recoveryCodesLeft: factor?.confirmed ? await countRecoveryCodes(reading, personId) : 0,
      };
    },
    async begin(personId) {
      const secret = randomBytes(secretBytes);
      const begun = await transact((tx) => beginFactor(tx, personId, seal(key, secret)));
      return begun ? secret : fail("identity/second_factor_exists");
    },
    async confirm(personId, code, also) {
      const factor = await readFactor(reading, personId);
      if (!factor || factor.confirmed) return fail("identity/second_factor_missing");
      const digits = code.replaceAll(/\s/g, "");
      const proven = await guarded(subjectOf(personId), () => fits(personId, factor.sealedSecret, digits));
      if (!proven) return fail("identity/wrong_code");
      const { shown, hashes } = await newCodes();
      await transact(async (tx) => {
        await confirmFactor(tx, personId, clock.now());
        await saveRecoveryCodes(tx, personId, hashes);
        await also(tx);
      });
      return shown;
    },
    async renewRecoveryCodes(personId) {
      if (!(await readFactor(reading, personId))?.confirmed) return fail("identity/second_factor_missing");
      const { shown, hashes } = await newCodes();
      await transact((tx) => saveRecoveryCodes(tx, personId, hashes));
      return shown;
    },
    async remove(tx, personId) {
      await clearFailures(tx, subjectOf(personId));
      return deleteFactor(tx, personId);
    },
  };
}

/** Each begins with its number; they are hashed like passwords, being as short. Source: OWASP ASVS 5.0, 6.5.2 */
async function newCodes(): Promise<{ shown: string[]; hashes: string[] }> {
  const codes = Array.from({ length: recoveryCodes }, (_, number) => `${number}${temporaryPassword()}`);
  const shown = codes.map((code) => `${code.slice(0, 6)}-${code.slice(6)}`);
  return { shown, hashes: await Promise.all(codes.map(hashPassword)) };
}

/** Where the installation's secret was lost, no code fits; recovery codes still do. */
function opened(key: Buffer, sealed: Buffer): Buffer {
  try {
    return openSealed(key, sealed);
  } catch {
    return randomBytes(secretBytes);
  }
}
