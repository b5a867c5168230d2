import { makeHires, randomFrom, type SampleCompany, type SamplePerson } from "@qunxin/sample-company";

export interface Movement {
  readonly moves: number;
  readonly leaves: number;
  readonly hires: number;
  readonly seed?: number;
  /** Accounts that neither move nor leave. */
  readonly keep?: readonly string[];
}

export interface Moved {
  /** The company as the next file tells it. */
  readonly company: SampleCompany;
  readonly moved: readonly SamplePerson[];
  readonly left: readonly SamplePerson[];
  readonly hired: readonly SamplePerson[];
}

/** The same company some time later: people moved to another department, left, and came. */
export function afterMoves(company: SampleCompany, { moves, leaves, hires, seed = 1, keep = [] }: Movement): Moved {
  const random = randomFrom(seed);
  const kept = new Set(keep);
  const chosen = random.some(
    company.people.filter(({ account }) => !kept.has(account)),
    moves + leaves,
  );
  const left = chosen.slice(moves);
  const gone = new Set(left.map(({ account }) => account));
  const moved = new Map(chosen.slice(0, moves).map((person) => [person.account, elsewhere(person)] as const));
  const hired = makeHires(company, hires, seed + 1);
  const staying = company.people.filter(({ account }) => !gone.has(account));
  const people = [...staying.map((person) => moved.get(person.account) ?? person), ...hired];
  return { company: { ...company, people }, moved: [...moved.values()], left, hired };

  function elsewhere(person: SamplePerson): SamplePerson {
    const here = new Set(person.placements.map(({ path }) => path));
    const others = company.departments.map(({ path }) => path.join("/")).filter((path) => !here.has(path));
    return { ...person, placements: [{ path: random.pick(others), leader: false }, ...person.placements.slice(1)] };
  }
}
