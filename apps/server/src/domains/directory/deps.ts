import { fail, type PrincipalId } from "@qunxin/protocol";
import { type Bus, topic } from "../../platform/bus.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact, Tx } from "../../platform/database.ts";
import type { Jobs } from "../../platform/jobs.ts";
import type { Company } from "../company/index.ts";
import type { DirectoryPorts, OrganisationChange } from "./ports.ts";
import { bumpVersion, lockVersion } from "./version-store.ts";

/** People or departments changed; without ids: many. */
export const directoryChanged = topic<{ ids: readonly PrincipalId[] }>("directoryChanged", () => ({ ids: [] }));

export interface DirectoryDeps {
  reading: Reading;
  transact: Transact;
  bus: Bus;
  clock: Clock;
  company: Pick<Company, "policy" | "info">;
  ports: DirectoryPorts;
  jobs: Jobs;
}

/** Who made a change and what it means; what is not said did not happen. */
export type Consequences = Partial<Omit<OrganisationChange, "by">>;

/**
 * One change of the directory: in line with all others, a new version, followed by the groups in the same transaction,
 * announced after the commit. `work` answers what it did and what follows from it (null: nothing was changed).
 */
export async function changeDirectory<Answer>(
  deps: Pick<DirectoryDeps, "transact" | "bus" | "ports">,
  by: PrincipalId | null,
  work: (tx: Tx) => Promise<{ answer: Answer; consequences: Consequences | null; ids?: readonly PrincipalId[] }>,
): Promise<Answer> {
  return deps.transact(async (tx) => {
    await lockVersion(tx);
    const { answer, consequences, ids = [] } = await work(tx);
    if (!consequences) return answer;
    await bumpVersion(tx);
    await follow(tx, deps.ports, by, consequences);
    tx.afterCommit(() => deps.bus.publish(directoryChanged, { ids }));
    return answer;
  });
}

/** Ends the sessions of those who are gone and tells the groups, if anything happened that concerns them. */
export async function follow(
  tx: Tx,
  ports: DirectoryPorts,
  by: PrincipalId | null,
  consequences: Consequences,
): Promise<void> {
  const { joined = [], gone = [], moved = [], departmentsChanged = false } = consequences;
  if (joined.length + gone.length + moved.length === 0 && !departmentsChanged) return;
  if (gone.length > 0) await ports.credentials.endSessions(tx, gone);
  await ports.follower.organisationChanged(tx, { ...consequences, by, joined, gone, moved, departmentsChanged });
}

/** Runs writes and answers what a violated constraint means. @throws the failures of `meanings` */
export async function translating<Answer>(
  meanings: Record<string, () => never>,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    meanings[(error as { constraint?: string }).constraint ?? ""]?.();
    throw error;
  }
}

/** What the unique indexes of people and placements mean for a person with these values. */
export function takenBy(person: {
  account?: string | null | undefined;
  mobile?: string | null | undefined;
  email?: string | null | undefined;
}): Record<string, () => never> {
  return {
    people_account: () => fail("directory/account_taken", { account: person.account ?? "" }),
    people_mobile: () => fail("directory/mobile_taken", { mobile: person.mobile ?? "" }),
    people_email: () => fail("directory/email_taken", { email: person.email ?? "" }),
    placements_department_id_fkey: () => fail("directory/department_not_found"),
  };
}
