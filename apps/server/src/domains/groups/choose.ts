import { fail, type PrincipalId, type Selection } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { Reading } from "../../platform/database.ts";
import type { GroupsDeps } from "./deps.ts";
import { type Chosen, countGroupsOf, countVisibleDepartments, readSelection } from "./people-store.ts";

/**
 * The people of a selection, each once. Nobody can choose from what they may not see: groups they are not in and, for
 * external people, departments and people they share no group with.
 * @throws groups/not_found, directory/department_not_found, directory/person_not_found
 */
export async function choose(
  { log }: Pick<GroupsDeps, "log">,
  reading: Reading,
  actor: Actor,
  selection: Selection,
): Promise<Chosen[]> {
  const groups = [...new Set(selection.groups)];
  if (groups.length > 0 && (await countGroupsOf(reading, actor.id, groups)) < groups.length) fail("groups/not_found");
  await checkDepartments(
    reading,
    actor,
    selection.departments.map(({ departmentId }) => departmentId),
  );
  const people = [...new Set(selection.people)].filter((id) => !selection.except.includes(id));
  const chosen = await readSelection(reading, selection);
  const found = new Set(chosen.map(({ id }) => id));
  if (people.some((id) => !found.has(id))) fail("directory/person_not_found");
  if (actor.kind === "external") await checkKnown({ log }, reading, actor.id, people);
  return chosen;
}

/** @throws directory/department_not_found for a department the actor does not see; external people see none. */
export async function checkDepartments(reading: Reading, actor: Actor, ids: readonly string[]): Promise<void> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return;
  if (actor.kind === "external") fail("directory/department_not_found");
  if ((await countVisibleDepartments(reading, actor, distinct)) < distinct.length)
    fail("directory/department_not_found");
}

async function checkKnown(
  { log }: Pick<GroupsDeps, "log">,
  reading: Reading,
  actorId: PrincipalId,
  people: readonly PrincipalId[],
): Promise<void> {
  const others = people.filter((id) => id !== actorId);
  const known = await log.shareGroup(reading, actorId, others);
  if (known.length < others.length) fail("directory/person_not_found");
}
