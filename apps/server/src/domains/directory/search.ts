import type { Brief, CallArgs, CallOutput, DepartmentNode, PrincipalId, PrincipalKind } from "@qunxin/protocol";
import { limits } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import { readDepartments, readNodes } from "./department-store.ts";
import type { DirectoryDeps } from "./deps.ts";
import { createFindPeople, type FindPeople } from "./found-people.ts";
import type { HeadCounts } from "./head-counts.ts";
import { type PersonRecord, readPeople } from "./person-store.ts";
import { normalMobile, type Viewer } from "./rules.ts";
import { findByMobile, findDepartments, matchTexts, type PastedMatch, type PeopleSearch } from "./search-store.ts";
import { briefFor, fieldsFor, rowFor, viewerOf } from "./viewer.ts";

type SearchCalls = Pick<UseCasesOf<"directory">, "directory.search" | "directory.matchPasted">;

/** Finding people and departments, one by one or from a pasted list. */
export function searchUseCases(deps: DirectoryDeps, heads: HeadCounts): SearchCalls {
  const find = createFindPeople(deps.reading);
  return {
    "directory.search": (args, actor) => search(deps, { find, heads }, args, actor),
    "directory.matchPasted": ({ text }, actor) => matchPasted(deps, text, actor),
  };
}

/** Mobiles that match but are withheld must not crowd out those that may be seen. */
const mobileCandidates = 500;

async function search(
  deps: DirectoryDeps,
  { find, heads }: { find: FindPeople; heads: HeadCounts },
  { query, kinds, includeInactive = false, limit = 20 }: CallArgs<"directory.search">,
  actor: Actor,
): Promise<CallOutput<"directory.search">> {
  const { reading, company } = deps;
  const viewer = await viewerOf(reading, actor);
  // The bar joins what is searched in, so it cannot be searched for.
  const text = query.normalize("NFKC").toLowerCase().replaceAll("|", "");
  if (text === "") return { people: [], departments: [] };
  const scope = {
    kinds: kinds.filter((kind): kind is PrincipalKind => kind !== "department"),
    includeInactive: includeInactive && actor.administrator,
    invisible: viewer.invisible,
    limit,
  };
  const [byName, byMobile, departments] = await Promise.all([
    scope.kinds.length > 0 ? peopleByName(deps, find, { ...scope, text }) : [],
    scope.kinds.length > 0 ? peopleByMobile(deps, viewer, { ...scope, text }) : [],
    kinds.includes("department") ? departmentsBy(deps, heads, viewer, { text, limit }) : [],
  ]);
  const policy = await company.policy();
  const found = new Map([...byName, ...byMobile].map((person) => [person.id, person]));
  return { people: [...found.values()].slice(0, limit).map((person) => rowFor(policy, viewer, person)), departments };
}

async function peopleByName(
  { reading }: DirectoryDeps,
  find: FindPeople,
  scope: PeopleSearch,
): Promise<PersonRecord[]> {
  return readPeople(reading, await find({ ...scope, text: spoken(scope.text) }));
}

/** Pinyin is often typed with blanks or apostrophes between syllables, which no reading holds. */
function spoken(text: string): string {
  return /^[a-z' ]+$/.test(text) ? text.replaceAll(/[' ]/g, "") || text : text;
}

async function peopleByMobile(
  { reading, company }: DirectoryDeps,
  viewer: Viewer,
  scope: PeopleSearch,
): Promise<PersonRecord[]> {
  const digits = normalMobile(scope.text).replace(/^\+/, "");
  if (!/^\d+$/.test(digits)) return [];
  const ids = await findByMobile(reading, { ...scope, digits, limit: mobileCandidates });
  const people = await readPeople(reading, ids);
  const policy = await company.policy();
  return people.filter((person) => fieldsFor(policy, viewer, person).has("mobile")).slice(0, scope.limit);
}

async function departmentsBy(
  { reading }: DirectoryDeps,
  heads: HeadCounts,
  viewer: Viewer,
  { text, limit }: { text: string; limit: number },
): Promise<DepartmentNode[]> {
  const path = spoken(text).replaceAll(/\s*\/\s*/g, "/");
  const ids = await findDepartments(reading, { text: path, invisible: viewer.invisible, limit });
  const records = new Map((await readDepartments(reading, ids)).map((record) => [record.id, record]));
  const inOrder = ids.flatMap((id) => records.get(id) ?? []);
  return readNodes(reading, inOrder, viewer.invisible, heads);
}

async function matchPasted(
  { reading, company }: DirectoryDeps,
  pasted: string,
  actor: Actor,
): Promise<CallOutput<"directory.matchPasted">> {
  const texts = splitPasted(pasted);
  const viewer = await viewerOf(reading, actor);
  const asked = texts.map((text) => ({ text, mobile: normalMobile(text) }));
  const matches = await matchTexts(reading, asked, viewer.invisible);
  const people = await readPeople(reading, [...new Set(matches.map(({ id }) => id))]);
  const policy = await company.policy();
  const known = new Map(people.map((person) => [person.id, person]));
  // A mobile that the viewer may not see must not confirm whose it is.
  const fair = matches.filter(({ id, by }) => {
    const person = known.get(id);
    return person !== undefined && (by !== 1 || fieldsFor(policy, viewer, person).has("mobile"));
  });
  const briefs = new Map(people.map((person) => [person.id, briefFor(policy, viewer, person)]));
  return sortMatches(texts, fair, briefs);
}

/** Accounts and mobiles are certain; a name means somebody only if nobody else bears it. */
function sortMatches(
  texts: readonly string[],
  matches: readonly PastedMatch[],
  briefs: ReadonlyMap<PrincipalId, Brief>,
): CallOutput<"directory.matchPasted"> {
  const byText = Map.groupBy(matches, ({ text }) => text);
  const people = new Map<PrincipalId, Brief>();
  const unknown: string[] = [];
  const ambiguous: { text: string; people: Brief[] }[] = [];
  for (const text of texts) {
    const candidates = byText.get(text) ?? [];
    const best = candidates.filter(({ by }) => by === candidates[0]?.by);
    const meant = [...new Set(best.map(({ id }) => id))].flatMap((id) => briefs.get(id) ?? []);
    const [only] = meant;
    if (!only) unknown.push(text);
    else if (meant.length === 1) people.set(only.id, only);
    else ambiguous.push({ text, people: meant });
  }
  return { people: [...people.values()], unknown, ambiguous };
}

/** The texts of a pasted list, in order, each once (accounts differ by more than case). */
function splitPasted(pasted: string): string[] {
  const texts = new Map<string, string>();
  for (const piece of pasted.split(/[\s,，;；、]+/u)) {
    const text = piece.trim();
    if (text && !texts.has(text.toLowerCase())) texts.set(text.toLowerCase(), text);
  }
  return [...texts.values()].slice(0, limits.pastedLines);
}
