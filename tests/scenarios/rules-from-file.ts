import type { SampleCompany } from "@qunxin/testkit";

/** What membership must be, computed from the file alone and by nothing that the server does. */

/** Accounts of everybody in these departments and below them, each once. */
export function peopleBelow({ people }: Pick<SampleCompany, "people">, paths: readonly string[]): Set<string> {
  const inside = (path: string) => paths.some((above) => path === above || path.startsWith(`${above}/`));
  return new Set(
    people.filter(({ placements }) => placements.some(({ path }) => inside(path))).map(({ account }) => account),
  );
}

/** A group as its rules see it. */
export interface GroupRule {
  readonly name: string;
  /** Departments it follows, with those below; null for the all-staff group. */
  readonly follows: readonly string[] | null;
  /** Put in by hand, the owner included: they stay as long as they are in the company. */
  readonly byHand: readonly string[];
}

/** Accounts that must be in the group when the company is as in the file. */
export function membersByRule(company: Pick<SampleCompany, "people">, { follows, byHand }: GroupRule): string[] {
  const active = new Set(company.people.map(({ account }) => account));
  if (follows === null) return [...active].sort();
  const members = peopleBelow(company, follows);
  for (const account of byHand) if (active.has(account)) members.add(account);
  return [...members].sort();
}
