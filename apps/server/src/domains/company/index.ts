import { type CompanyInfo, defaultPolicy, type Policy } from "@qunxin/protocol";
import { type Bus, topic } from "../../platform/bus.ts";
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
  let known: Promise<StoredCompany | null> | undefined;
  bus.subscribe(companyChanged, () => {
    known = undefined;
  });

  async function company(): Promise<StoredCompany | null> {
    known ??= readCompany(reading);
    const asked = known;
    try {
      const found = await asked;
      // "Not yet" is not worth remembering: another process may be setting the company up.
      if (!found && known === asked) known = undefined;
      return found;
    } catch (error) {
      if (known === asked) known = undefined;
      throw error;
    }
  }

  async function policy(): Promise<Policy> {
    return completePolicy((await company())?.policy ?? {});
  }

  return {
    useCases: {
      "company.status": async () => {
        const info = (await company())?.info ?? null;
        return { ready: info !== null, company: info, version: serverVersion };
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
    info: async () => (await company())?.info ?? null,
    async found(tx, info) {
      await insertCompany(tx, info, defaultPolicy, clock.now());
      tx.afterCommit(() => bus.publish(companyChanged, {}));
    },
  };
}
