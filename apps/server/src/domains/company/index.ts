import { type CompanyInfo, defaultPolicy, type Policy } from "@qunxin/protocol";
import { type Bus, newsLost, topic } from "../../platform/bus.ts";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact, Tx } from "../../platform/database.ts";
import { serverVersion } from "../../platform/version.ts";
import { completePolicy, judgePolicy } from "./rules.ts";
import { insertCompany, lockPolicy, readCompany, type StoredCompany, savePolicy } from "./store.ts";

/** The company was founded or its settings changed. */
export const companyChanged = topic<Record<string, never>>("companyChanged");

export interface CompanyDeps {
  reading: Reading;
  transact: Transact;
  bus: Bus;
  clock: Clock;
}

export interface Company {
  useCases: Pick<UseCasesOf<"company">, "company.status" | "company.policy" | "company.setPolicy">;
  /** The settings, from memory once read. Before set-up: the defaults. */
  policy(): Promise<Policy>;
  /** Name, time zone and language; null before set-up. */
  info(): Promise<CompanyInfo | null>;
  /** Sets the company up with the default policy. A second founding violates the table's key. */
  found(tx: Tx, info: CompanyInfo): Promise<void>;
}

/** The company itself and its settings. */
export function createCompany({ reading, transact, bus, clock }: CompanyDeps): Company {
  const company = rememberCompany(reading, bus);
  const policy = rememberCompleted(async () => (await company()) ?? null);
  const info = async () => (await company())?.info ?? null;
  return {
    useCases: {
      "company.status": async () => {
        const known = await info();
        return { ready: known !== null, company: known, version: serverVersion };
      },
      "company.policy": policy,
      "company.setPolicy": (changes) =>
        transact(async (tx) => {
          const next = completePolicy({ ...(await lockPolicy(tx)), ...(changes as Partial<Policy>) });
          judgePolicy(next);
          await savePolicy(tx, next);
          tx.afterCommit(() => bus.publish(companyChanged, {}));
          return next;
        }),
    },
    policy,
    info,
    async found(tx, founded) {
      await insertCompany(tx, founded, defaultPolicy, clock.now());
      tx.afterCommit(() => bus.publish(companyChanged, {}));
    },
  };
}

/** The completed policy, one object as long as what is stored is the same: whoever derives from it may remember by it. */
function rememberCompleted(company: () => Promise<StoredCompany | null>): () => Promise<Policy> {
  let of: StoredCompany | null = null;
  let completed = completePolicy({});
  return async () => {
    const found = await company();
    if (found !== of) completed = completePolicy(found?.policy ?? {});
    of = found;
    return completed;
  };
}

/** Reads the company once, and again after it changed. "Not yet" is not remembered: another process may found it. */
function rememberCompany(reading: Reading, bus: Bus): () => Promise<StoredCompany | null> {
  let known: Promise<StoredCompany | null> | undefined;
  const forget = () => {
    known = undefined;
  };
  bus.subscribe(companyChanged, forget);
  bus.subscribe(newsLost, forget);
  return async () => {
    known ??= readCompany(reading);
    const asked = known;
    const found = await asked.catch((error) => {
      if (known === asked) known = undefined;
      throw error;
    });
    if (!found && known === asked) known = undefined;
    return found;
  };
}
