import { avatarPath, type CallArgs, fail, type PersonRow, type PersonStatus, type PrincipalId } from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import { type Consequences, changeDirectory, type DirectoryDeps, takenBy, translating } from "./deps.ts";
import {
  insertPerson,
  lockAdministrators,
  lockPerson,
  type PersonFields,
  type PersonRecord,
  type PlacementInput,
  readPeople,
  replacePlacements,
  saveStatus,
  updatePersonFields,
} from "./person-store.ts";
import { normalMobile } from "./rules.ts";
import { rowFor, viewerOf } from "./viewer.ts";

type PeopleCalls = Pick<
  UseCasesOf<"directory">,
  | "directory.createPerson"
  | "directory.createExternal"
  | "directory.updatePerson"
  | "directory.setStatus"
  | "directory.setOwnPicture"
>;

/** Adding and changing people by hand. */
export function peopleUseCases(deps: DirectoryDeps): PeopleCalls {
  return {
    "directory.createPerson": (args, actor) => createPerson(deps, args, actor.id),
    "directory.createExternal": (args, actor) => createExternal(deps, args, actor.id),
    "directory.updatePerson": (args, actor) => updatePerson(deps, args, actor),
    "directory.setStatus": (args, actor) => setStatus(deps, args, actor),
    "directory.setOwnPicture": (args, actor) => setOwnPicture(deps, args, actor),
  };
}

async function createPerson(
  deps: DirectoryDeps,
  { key, placements, ...given }: CallArgs<"directory.createPerson">,
  by: PrincipalId,
): Promise<{ personId: PrincipalId; temporaryPassword: string }> {
  const at = deps.clock.now();
  const fields: PersonFields = { ...nothingKnown, name: given.name, ...tidy(given) };
  return changeDirectory(deps, by, async (tx) => {
    let consequences: Consequences | null = null;
    // The answer kept for retries is the id alone: no password is ever stored readable.
    const { personId } = await once(tx, { actorId: by, key, call: "directory.createPerson", at }, async () => {
      const id = newId<PrincipalId>();
      await translating(takenBy(fields), async () => {
        await insertPerson(tx, { ...fields, id, kind: "employee", administrator: false, at });
        await replacePlacements(tx, id, distinct(placements));
      });
      consequences = { joined: [id] };
      return { personId: id };
    });
    const answer = { personId, temporaryPassword: deps.ports.credentials.initialPassword(personId) };
    return { answer, consequences, ids: [personId] };
  });
}

async function createExternal(
  deps: DirectoryDeps,
  { key, name, mobile, organisation }: CallArgs<"directory.createExternal">,
  by: PrincipalId,
): Promise<{ personId: PrincipalId }> {
  const at = deps.clock.now();
  const fields: PersonFields = { ...nothingKnown, name, ...tidy({ mobile, organisation }) };
  return changeDirectory(deps, by, async (tx) => {
    const answer = await once(tx, { actorId: by, key, call: "directory.createExternal", at }, async () => {
      const id = newId<PrincipalId>();
      await translating(takenBy(fields), () =>
        insertPerson(tx, { ...fields, id, kind: "external", administrator: false, at }),
      );
      return { personId: id };
    });
    return { answer, consequences: {}, ids: [answer.personId] };
  });
}

const nothingKnown: Omit<PersonFields, "name"> = {
  account: null,
  mobile: null,
  email: null,
  gender: "unknown",
  position: null,
  employeeNo: null,
  organisation: null,
  avatarUrl: null,
};

async function updatePerson(
  deps: DirectoryDeps,
  { personId, placements, ...given }: CallArgs<"directory.updatePerson">,
  actor: Actor,
): Promise<PersonRow> {
  const fields = tidy(given);
  return changeDirectory(deps, actor.id, async (tx) => {
    if (!(await lockPerson(tx, personId))) fail("directory/person_not_found");
    const before = await personIn(tx, personId);
    // External people have no place in the organisation.
    if (placements && before.kind === "external") fail("directory/department_not_found");
    await translating(takenBy(fields), async () => {
      await updatePersonFields(tx, before, fields, deps.clock.now());
      if (placements) await replacePlacements(tx, personId, distinct(placements));
    });
    const moves = placements !== undefined && before.status === "active";
    const answer = await rowIn(tx, deps, personId, actor);
    return { answer, consequences: moves ? { moved: [personId] } : {}, ids: [personId] };
  });
}

/** One's own picture is one's own to choose, also for external people; all else of a card is the administrators'. */
async function setOwnPicture(
  deps: DirectoryDeps,
  { fileId }: CallArgs<"directory.setOwnPicture">,
  actor: Actor,
): Promise<{ avatarUrl: string | null }> {
  const answer = { avatarUrl: fileId && avatarPath(fileId) };
  return changeDirectory(deps, actor.id, async (tx) => {
    if (!(await lockPerson(tx, actor.id))) fail("directory/person_not_found");
    if (fileId) await deps.ports.pictures.forPerson(tx, actor.id, fileId);
    const before = await personIn(tx, actor.id);
    if (before.avatarUrl === answer.avatarUrl) return { answer, consequences: null };
    await updatePersonFields(tx, before, answer, deps.clock.now());
    return { answer, consequences: {}, ids: [actor.id] };
  });
}

async function setStatus(
  deps: DirectoryDeps,
  { personId, status, successorId }: CallArgs<"directory.setStatus">,
  actor: Actor,
): Promise<PersonRow> {
  return changeDirectory(deps, actor.id, async (tx) => {
    const locked = await lockPerson(tx, personId);
    if (!locked) return fail("directory/person_not_found");
    if (locked.status === status) {
      return { answer: await rowIn(tx, deps, personId, actor), consequences: null };
    }
    if (locked.administrator && status !== "active") await keepAnAdministrator(tx, personId);
    if (successorId) await judgeSuccessor(tx, personId, successorId);
    const before = await personIn(tx, personId);
    if (status === "active" && before.kind === "employee" && before.placements.length === 0) {
      fail("directory/needs_department");
    }
    await translating(takenBy(before), () => saveStatus(tx, personId, status, deps.clock.now()));
    const consequences = statusConsequences(before, status);
    const answer = await rowIn(tx, deps, personId, actor);
    return { answer, consequences: successorId ? { ...consequences, successorId } : consequences, ids: [personId] };
  });
}

/** Refuses what would leave the company without an active administrator. @throws identity/last_administrator */
export async function keepAnAdministrator(tx: Tx, leaving: PrincipalId): Promise<void> {
  const administrators = await lockAdministrators(tx);
  if (administrators.every((id) => id === leaving)) fail("identity/last_administrator");
}

function statusConsequences(person: PersonRecord, becomes: PersonStatus): Consequences {
  const { id, kind, status: was, placements } = person;
  const main = placements[0]?.departmentId;
  if (was === "active") return { gone: [id], formerDepartments: new Map(main ? [[id, main]] : []) };
  return becomes === "active" && kind === "employee" ? { joined: [id] } : {};
}

async function judgeSuccessor(tx: Tx, personId: PrincipalId, successorId: PrincipalId): Promise<void> {
  const successor = successorId === personId ? null : await lockPerson(tx, successorId);
  if (successor?.kind !== "employee") fail("directory/person_not_found");
  if (successor?.status !== "active") fail("directory/person_inactive");
}

async function personIn(tx: Tx, id: PrincipalId): Promise<PersonRecord> {
  const [person] = await readPeople(tx, [id]);
  return person ?? fail("directory/person_not_found");
}

async function rowIn(tx: Tx, deps: DirectoryDeps, id: PrincipalId, actor: Actor): Promise<PersonRow> {
  return rowFor(await deps.company.policy(), await viewerOf(tx, actor), await personIn(tx, id));
}

type Given = { [Key in keyof PersonFields]?: PersonFields[Key] | undefined };

/** The given fields, empty texts as null, mobiles in their normal form. */
function tidy(given: Given): Partial<PersonFields> {
  const tidied = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, (key === "mobile" && value ? normalMobile(value) : value) || null]);
  return Object.fromEntries(tidied) as Partial<PersonFields>;
}

/** The same department twice counts once, as a leader if either says so. */
function distinct(placements: readonly PlacementInput[]): PlacementInput[] {
  const byDepartment = new Map<string, PlacementInput>();
  for (const { departmentId, leader } of placements) {
    const known = byDepartment.get(departmentId);
    byDepartment.set(departmentId, { departmentId, leader: leader || known?.leader === true });
  }
  return [...byDepartment.values()];
}
