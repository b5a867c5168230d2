import { type CastMember, cast, castExternals, type SampleExternal } from "./cast.ts";
import { headquartersSize, makeDepartments, type SampleDepartment } from "./departments.ts";
import { makeName, type NameGender } from "./names.ts";
import { positionIn, weightOf } from "./positions.ts";
import { type Random, randomFrom } from "./random.ts";

/** One employee as a line of the import template tells them. */
export interface SamplePerson {
  readonly account: string;
  readonly name: string;
  readonly mobile: string;
  readonly email: string;
  readonly gender: NameGender;
  readonly position: string;
  readonly employeeNo: string;
  /** Main department first; paths from below the root, as `A/B`. */
  readonly placements: readonly { readonly path: string; readonly leader: boolean }[];
}

export interface SampleCompany {
  readonly name: string;
  readonly seed: number;
  readonly departments: readonly SampleDepartment[];
  /** The fixed cast first. */
  readonly people: readonly SamplePerson[];
  readonly externals: readonly SampleExternal[];
}

export interface CompanyShape {
  readonly people: number;
  readonly seed?: number;
  readonly name?: string;
  /** About a tenth of the people unless told. */
  readonly departments?: number;
}

/**
 * The one company of demo, tests and benchmarks, at any scale: the same shape and seed give the same company.
 * 100,000 people in 10,000 departments take about a second.
 */
export function makeCompany({
  people: count,
  seed = 1,
  name = "星河科技",
  departments: wanted,
}: CompanyShape): SampleCompany {
  const departments = makeDepartments(wanted ?? usualDepartments(count));
  const random = randomFrom(seed);
  const hire = hiring(random, departments);
  const people = cast.slice(0, count).map((member) => hire.castMember(member));
  const led = new Set(people.flatMap(({ placements }) => placements.filter((at) => at.leader).map((at) => at.path)));
  for (const { path } of departments) {
    if (people.length < count && !led.has(path.join("/"))) people.push(hire.leader(path));
  }
  while (people.length < count) people.push(hire.somebody());
  return { name, seed, departments, people, externals: castExternals };
}

/** Makes further people for a company that exists: their accounts, mobiles and numbers are free in it. */
export function makeHires(company: SampleCompany, count: number, seed: number): SamplePerson[] {
  const hire = hiring(randomFrom(seed), company.departments, company.people);
  return Array.from({ length: count }, () => hire.somebody());
}

function usualDepartments(people: number): number {
  return people < 300
    ? Math.min(headquartersSize, Math.max(12, Math.ceil(people / 5)))
    : Math.max(headquartersSize, Math.round(people / 10));
}

function hiring(random: Random, departments: readonly SampleDepartment[], existing: readonly SamplePerson[] = []) {
  const { record, freeAccount } = register(existing);
  const known = new Set(departments.map(({ path }) => path.join("/")));
  const chairs = departments.flatMap(({ path }) => Array.from({ length: weightOf(path) }, () => path));
  const stranger = (path: readonly string[], leader: boolean): SamplePerson => {
    const gender: NameGender = random.next() < 0.5 ? "female" : "male";
    const { text: name, pinyin } = makeName(random, gender);
    const placements = [{ path: path.join("/"), leader }];
    const second = random.next() < 0.06 ? random.pick(departments).path.join("/") : undefined;
    if (second && second !== placements[0]?.path) placements.push({ path: second, leader: false });
    return record({
      account: freeAccount(pinyin),
      name,
      gender,
      position: positionIn(path, leader, random),
      placements,
    });
  };
  return {
    castMember: ({ account, name, gender, position, departments: paths, leader }: CastMember) =>
      record({ account, name, gender, position, placements: placed(paths, leader, known) }),
    leader: (path: readonly string[]) => stranger(path, true),
    somebody: () => stranger(random.pick(chairs), false),
  };
}

/** Gives out accounts, numbers and mobiles nobody had before. */
function register(existing: readonly SamplePerson[]) {
  const accounts = new Set([...cast, ...existing].map(({ account }) => account));
  const repeats = new Map<string, number>();
  let number = existing.reduce((highest, { employeeNo }) => Math.max(highest, Number(employeeNo.slice(2))), 0);
  return {
    record(identity: Pick<SamplePerson, "account" | "name" | "gender" | "position" | "placements">): SamplePerson {
      number += 1;
      // 7919 is prime to 1,000,000, so a million mobiles are all different and their tails look like chance.
      const tail = String((number * 7919) % 1_000_000).padStart(6, "0");
      return {
        ...identity,
        mobile: `199${String(Math.floor(number / 1_000_000)).padStart(2, "0")}${tail}`,
        email: `${identity.account}@xinghe.example`,
        employeeNo: `XH${String(number).padStart(6, "0")}`,
      };
    },
    freeAccount(base: string): string {
      for (;;) {
        const times = (repeats.get(base) ?? 0) + 1;
        repeats.set(base, times);
        const account = times === 1 ? base : `${base}${times}`;
        if (accounts.has(account)) continue;
        accounts.add(account);
        return account;
      }
    },
  };
}

/** In a company too small for a department of the cast, they sit in the next one above it. */
function placed(paths: readonly string[], leader: boolean, known: ReadonlySet<string>) {
  const placements = new Map<string, boolean>();
  for (const [index, wanted] of paths.entries()) {
    let path = wanted;
    while (!known.has(path) && path.includes("/")) path = path.slice(0, path.lastIndexOf("/"));
    if (!placements.has(path)) placements.set(path, leader && index === 0 && path === wanted);
  }
  return [...placements].map(([path, leads]) => ({ path, leader: leads }));
}
