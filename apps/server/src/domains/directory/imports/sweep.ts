import type { DirectoryDeps } from "../deps.ts";
import { cancelUnused, dropLeftovers, failUnfinished, forgetFindings } from "./sweep-store.ts";

const hourMs = 3_600_000;
const uploadMs = hourMs;
const keptMs = 7 * 24 * hourMs;

/**
 * Housekeeping of imports: gives up uploads that never came to an end and dry runs nobody applied, and deletes files and
 * rows nobody can use any more. The imports themselves stay, with their counts.
 */
export async function sweepImports({ transact, clock }: Pick<DirectoryDeps, "transact" | "clock">): Promise<void> {
  const now = clock.now().getTime();
  const before = new Date(now - keptMs);
  await transact((tx) => failUnfinished(tx, new Date(now - uploadMs)));
  await transact((tx) => cancelUnused(tx, before));
  await transact(dropLeftovers);
  await transact((tx) => forgetFindings(tx, before));
}
