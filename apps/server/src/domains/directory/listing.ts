import { type CallArgs, type CallOutput, fail, limits, type PersonStatus, type PrincipalId } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Reading } from "../../platform/database.ts";
import type { PeopleCursor } from "./below-store.ts";
import { visibleDepartment } from "./departments.ts";
import type { DirectoryDeps } from "./deps.ts";
import type { HeadCounts } from "./head-counts.ts";
import { type PeopleQuery, readPage, readTotal } from "./listing-store.ts";
import { type PersonRecord, readPeople } from "./person-store.ts";
import { listed, type Viewer } from "./rules.ts";
import { briefFor, cardFor, rowFor, viewerOf } from "./viewer.ts";

type ListingCalls = Pick<UseCasesOf<"directory">, "directory.people" | "directory.card" | "directory.briefs">;

/** Lists of people, cards, and the names and avatars shown everywhere. */
export function listingUseCases(deps: DirectoryDeps, heads: HeadCounts): ListingCalls {
  return {
    "directory.people": (args, actor) => listPeople(deps, heads, args, actor),
    "directory.card": ({ personId }, actor) => showCard(deps, personId, actor),
    "directory.briefs": async ({ ids }, actor) => ({ people: await briefsVisibleTo(deps, actor, ids) }),
  };
}

/** Names and avatars of those of `ids` that the actor may see. */
export async function briefsVisibleTo(
  { reading, company, ports }: DirectoryDeps,
  actor: Pick<Actor, "id" | "kind" | "administrator">,
  ids: readonly PrincipalId[],
): Promise<CallOutput<"directory.briefs">["people"]> {
  const viewer = await viewerOf(reading, actor);
  const others = ids.filter((id) => id !== actor.id);
  const known = actor.kind === "employee" ? ids : await ports.coMembership.shareGroup(reading, actor.id, others);
  const visible = new Set([...known, actor.id]);
  const people = await readPeople(
    reading,
    [...new Set(ids)].filter((id) => visible.has(id)),
  );
  const policy = await company.policy();
  return people.map((person) => briefFor(policy, viewer, person));
}

async function listPeople(
  { reading, company }: DirectoryDeps,
  heads: HeadCounts,
  args: CallArgs<"directory.people">,
  actor: Actor,
): Promise<CallOutput<"directory.people">> {
  const { departmentId, below, kind, status = "active", cursor, limit = 50 } = args;
  const viewer = await viewerOf(reading, actor);
  if (departmentId) await visibleDepartment(reading, viewer, departmentId);
  const query: PeopleQuery = {
    departmentId,
    below,
    kind: kind ?? (departmentId ? null : "external"),
    status: shownStatus(actor, status),
    invisible: viewer.invisible,
    after: cursor ? parseCursor(cursor) : null,
    // One more than asked tells whether there is a next page.
    limit: Math.min(limit, limits.peoplePage) + 1,
  };
  const page = await readPage(reading, query);
  const more = page.length === query.limit;
  if (more) page.pop();
  const people = await readPeople(
    reading,
    page.map(({ id }) => id),
  );
  const policy = await company.policy();
  const last = page.at(-1);
  return {
    people: people.map((person) => rowFor(policy, viewer, person)),
    nextCursor: more && last ? formatCursor(last) : null,
    total: await totalOf(reading, heads, query),
  };
}

/** What the tree counts is remembered, so pages beside it do not count again. */
async function totalOf(reading: Reading, heads: HeadCounts, query: PeopleQuery): Promise<number> {
  const { departmentId, below, kind, status, invisible } = query;
  const counted = below && status === "active" && kind !== "external";
  if (!departmentId || !counted) return readTotal(reading, query);
  return (await heads([departmentId], invisible)).get(departmentId) ?? 0;
}

/** null is any; others than active ones are shown to administrators only. */
function shownStatus(actor: Actor, asked: PersonStatus | "any"): PersonStatus | null {
  if (!actor.administrator) return "active";
  return asked === "any" ? null : asked;
}

function formatCursor({ follower, pinyin, id }: PeopleCursor): string {
  return Buffer.from(JSON.stringify([follower, pinyin, id])).toString("base64url");
}

/** @throws request/invalid for anything but a cursor of ours. */
function parseCursor(text: string): PeopleCursor {
  try {
    const [follower, pinyin, id] = JSON.parse(Buffer.from(text, "base64url").toString()) as [boolean, string, string];
    if (typeof follower === "boolean" && typeof pinyin === "string" && /^[0-9a-f-]{36}$/.test(id)) {
      return { follower, pinyin, id: id as PrincipalId };
    }
  } catch {
    // Falls through: what is no JSON is no cursor either.
  }
  return fail("request/invalid", { issues: [{ path: "cursor", message: "not a cursor of this list" }] });
}

async function showCard(
  deps: DirectoryDeps,
  personId: PrincipalId,
  actor: Actor,
): Promise<CallOutput<"directory.card">> {
  const { reading, company } = deps;
  const viewer = await viewerOf(reading, actor);
  const [person] = await readPeople(reading, [personId]);
  if (!person || !(await mayKnow(deps, viewer, person))) return fail("directory/person_not_found");
  return cardFor(await company.policy(), viewer, person);
}

/** Colleagues know whoever is listed; beyond that, as for external people, sharing a group is what counts. */
async function mayKnow({ reading, ports }: DirectoryDeps, viewer: Viewer, person: PersonRecord): Promise<boolean> {
  if (viewer.id === person.id) return true;
  if (viewer.kind === "employee" && listed(viewer, person.placements)) return true;
  return (await ports.coMembership.shareGroup(reading, viewer.id, [person.id])).length > 0;
}
