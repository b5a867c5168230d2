import type { Readable } from "node:stream";
import type {
  Brief,
  DepartmentId,
  ImportId,
  ImportStatus,
  Locale,
  PersonStatus,
  PrincipalId,
  PrincipalKind,
} from "@qunxin/protocol";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Reading, Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { BackgroundTask } from "../../platform/jobs.ts";
import { insertDepartment, resolveDepartments } from "./department-store.ts";
import { departmentUseCases } from "./departments.ts";
import type { DirectoryDeps } from "./deps.ts";
import { createHeadCounts } from "./head-counts.ts";
import { applyImport } from "./imports/apply.ts";
import { checkImport } from "./imports/check.ts";
import { sweepImports } from "./imports/sweep.ts";
import { importTemplate } from "./imports/template.ts";
import { importTaskNames, importUseCases, receiveImport } from "./imports/use-cases.ts";
import { briefsVisibleTo, listingUseCases } from "./listing.ts";
import { keepAnAdministrator, peopleUseCases } from "./people.ts";
import {
  findByLogin,
  insertPerson,
  type PersonRecord,
  readPeople,
  replacePlacements,
  saveAdministrator,
} from "./person-store.ts";
import { normalMobile } from "./rules.ts";
import { searchUseCases } from "./search.ts";
import { bumpVersion } from "./version-store.ts";

export { type DirectoryDeps, directoryChanged } from "./deps.ts";
export type * from "./ports.ts";
export { spell } from "./spelling.ts";

/** What other domains may know of a person. */
export interface Person {
  id: PrincipalId;
  kind: PrincipalKind;
  status: PersonStatus;
  name: string;
  account: string | null;
  avatarUrl: string | null;
  administrator: boolean;
}

export interface FirstAdministrator {
  name: string;
  account: string;
  mobile?: string | undefined;
  departmentId: DepartmentId;
}

export interface Directory {
  useCases: UseCasesOf<"directory">;
  /** Somebody by id; null if unknown. */
  person(reading: Reading, id: PrincipalId): Promise<Person | null>;
  /** People by id, in that order; unknown ones are left out. */
  people(reading: Reading, ids: readonly PrincipalId[]): Promise<Person[]>;
  /** Who signs in with this account (in any case) or mobile. */
  findForSignIn(login: string): Promise<Person | null>;
  /** Names and avatars of those the actor may see, in the order of the ids. */
  briefsVisibleTo(actor: Pick<Actor, "id" | "kind" | "administrator">, ids: readonly PrincipalId[]): Promise<Brief[]>;
  /** Active employees of the departments, of those below too where asked; each once. */
  resolveDepartments(
    reading: Reading,
    departments: readonly { departmentId: DepartmentId; below: boolean }[],
  ): Promise<PrincipalId[]>;
  /** Creates the root department; a second one violates a unique index. */
  createRoot(tx: Tx, name: string): Promise<DepartmentId>;
  /** Adds the first administrator to that department, without credentials and without telling the groups. */
  addFirstAdministrator(tx: Tx, person: FirstAdministrator): Promise<PrincipalId>;
  /** Sets or ends administration. @throws identity/last_administrator */
  setAdministrator(tx: Tx, id: PrincipalId, administrator: boolean): Promise<void>;
  /** Takes an uploaded file in and has it checked in the background. @throws directory/import_too_large */
  receiveImport(actor: Actor, fileName: string, bytes: Readable): Promise<ImportStatus>;
  /** The file to fill in. */
  importTemplate(format: "csv" | "xlsx", locale: Locale): Uint8Array;
  /** Background work of the worker role, by name. */
  importTasks: Record<string, BackgroundTask>;
  /** Housekeeping: forgets what imports have left behind. */
  sweep(): Promise<void>;
}

/** Departments, people, and how they come in. */
export function createDirectory(deps: DirectoryDeps): Directory {
  const { reading, clock } = deps;
  const heads = createHeadCounts(reading);
  const people = async (from: Reading, ids: readonly PrincipalId[]) => (await readPeople(from, ids)).map(toPerson);
  return {
    useCases: {
      ...departmentUseCases(deps, heads),
      ...peopleUseCases(deps),
      ...listingUseCases(deps, heads),
      ...searchUseCases(deps, heads),
      ...importUseCases(deps),
    },
    people,
    person: async (from, id) => (await people(from, [id]))[0] ?? null,
    async findForSignIn(login) {
      const id = await findByLogin(reading, login.trim(), normalMobile(login));
      return id ? ((await people(reading, [id]))[0] ?? null) : null;
    },
    briefsVisibleTo: (actor, ids) => briefsVisibleTo(deps, actor, ids),
    resolveDepartments,
    async createRoot(tx, name) {
      const id = newId<DepartmentId>();
      await insertDepartment(tx, { id, parent: null, name, at: clock.now() });
      return id;
    },
    addFirstAdministrator: (tx, person) => addFirstAdministrator(tx, person, clock.now()),
    async setAdministrator(tx, id, administrator) {
      if (!administrator) await keepAnAdministrator(tx, id);
      await saveAdministrator(tx, id, administrator, clock.now());
    },
    receiveImport: (actor, fileName, bytes) => receiveImport(deps, actor, fileName, bytes),
    importTemplate,
    importTasks: {
      [importTaskNames.check]: ({ importId }, { last }) => checkImport(deps, importId as ImportId, last),
      [importTaskNames.apply]: ({ importId }, { last }) => applyImport(deps, importId as ImportId, last),
    },
    sweep: () => sweepImports(deps),
  };
}

async function addFirstAdministrator(tx: Tx, person: FirstAdministrator, at: Date): Promise<PrincipalId> {
  const id = newId<PrincipalId>();
  const mobile = person.mobile ? normalMobile(person.mobile) : null;
  await bumpVersion(tx);
  await insertPerson(tx, {
    id,
    kind: "employee",
    administrator: true,
    at,
    name: person.name,
    account: person.account,
    mobile: mobile || null,
    email: null,
    gender: "unknown",
    position: null,
    employeeNo: null,
    organisation: null,
    avatarUrl: null,
  });
  await replacePlacements(tx, id, [{ departmentId: person.departmentId, leader: false }]);
  return id;
}

function toPerson({ id, kind, status, name, account, avatarUrl, administrator }: PersonRecord): Person {
  return { id, kind, status, name, account, avatarUrl, administrator };
}
