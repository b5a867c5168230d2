import type { DepartmentId, Gender, PersonStatus, PrincipalId, PrincipalKind } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { searchText, spell } from "./spelling.ts";

export interface PlacementRecord {
  departmentId: DepartmentId;
  path: string[];
  leader: boolean;
  /** Ids from the root to the department. */
  lineage: DepartmentId[];
}

/** A person with everything; what a viewer gets of it is decided by rules.ts. */
export interface PersonRecord {
  id: PrincipalId;
  kind: PrincipalKind;
  status: PersonStatus;
  name: string;
  account: string | null;
  mobile: string | null;
  email: string | null;
  gender: Gender;
  position: string | null;
  employeeNo: string | null;
  organisation: string | null;
  avatarUrl: string | null;
  administrator: boolean;
  placements: PlacementRecord[];
}

export type PersonFields = Pick<
  PersonRecord,
  "name" | "account" | "mobile" | "email" | "gender" | "position" | "employeeNo" | "organisation" | "avatarUrl"
>;

export interface PlacementInput {
  departmentId: DepartmentId;
  leader: boolean;
}

/** The people with these ids, in the order of the ids; unknown ones are left out. */
export async function readPeople({ sql }: Reading, ids: readonly PrincipalId[]): Promise<PersonRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await raw<PersonRecord>`
    select p.id, p.kind, p.status, p.name, p.account, p.mobile, p.email, p.gender, p.position,
      p.employee_no as "employeeNo", p.organisation, p.avatar_url as "avatarUrl", p.administrator,
      coalesce((
        select json_agg(json_build_object('departmentId', d.id, 'leader', pl.leader, 'lineage', d.id_path,
          'path', array_prepend(root.name, string_to_array(nullif(d.name_path, ''), '/'))) order by pl.rank, d.name_path)
        from placements pl join departments d on d.id = pl.department_id
          cross join (select name from departments where parent_id is null) root
        where pl.person_id = p.id), '[]') as placements
    from unnest(${ids}::uuid[]) with ordinality wanted (id, ordinal) join people p on p.id = wanted.id
    order by wanted.ordinal`.execute(sql);
  return rows;
}

/** Locks a person until the transaction ends; null if unknown. */
export async function lockPerson(
  { sql }: Tx,
  id: PrincipalId,
): Promise<{ kind: PrincipalKind; status: PersonStatus; administrator: boolean } | null> {
  const row = await sql
    .selectFrom("people")
    .select(["kind", "status", "administrator"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return (row as { kind: PrincipalKind; status: PersonStatus; administrator: boolean } | undefined) ?? null;
}

/** Adds an active person. A taken account, mobile or e-mail violates a unique index. */
export async function insertPerson(
  { sql }: Tx,
  person: PersonFields & { id: PrincipalId; kind: PrincipalKind; administrator: boolean; at: Date },
): Promise<void> {
  const { id, kind, administrator, at, ...fields } = person;
  const { pinyin, initials } = spell(person.name);
  await sql
    .insertInto("people")
    .values({
      ...columns(fields),
      id,
      kind,
      administrator,
      status: "active",
      name: person.name,
      pinyin,
      initials,
      search_text: searchText(person.name, person.account),
      created_at: at,
      changed_at: at,
    })
    .execute();
}

/** Changes the given fields. */
export async function updatePersonFields(
  { sql }: Tx,
  before: Pick<PersonRecord, "id" | "name" | "account">,
  fields: Partial<PersonFields>,
  at: Date,
): Promise<void> {
  const name = fields.name ?? before.name;
  const { pinyin, initials } = spell(name);
  const found = { pinyin, initials, search_text: searchText(name, fields.account ?? before.account) };
  await sql
    .updateTable("people")
    .set({ ...columns(fields), ...found, changed_at: at })
    .where("id", "=", before.id)
    .execute();
}

/** Sets the status; who leaves loses departments and administration. */
export async function saveStatus({ sql }: Tx, id: PrincipalId, status: PersonStatus, at: Date): Promise<void> {
  const left = status === "left";
  await sql
    .updateTable("people")
    .set({ status, changed_at: at, left_at: left ? at : null, ...(left ? { administrator: false } : {}) })
    .where("id", "=", id)
    .execute();
  if (left) await sql.deleteFrom("placements").where("person_id", "=", id).execute();
}

/** Replaces somebody's departments; the first is the main one. Unknown departments violate a foreign key. */
export async function replacePlacements(
  { sql }: Tx,
  personId: PrincipalId,
  placements: readonly PlacementInput[],
): Promise<void> {
  await sql.deleteFrom("placements").where("person_id", "=", personId).execute();
  const rows = placements.map(({ departmentId, leader }, rank) => ({
    department_id: departmentId,
    person_id: personId,
    leader,
    rank,
  }));
  if (rows.length > 0) await sql.insertInto("placements").values(rows).execute();
}

/** Active administrators, locked, so that two of them cannot step down at once. */
export async function lockAdministrators({ sql }: Tx): Promise<PrincipalId[]> {
  const rows = await sql
    .selectFrom("people")
    .select("id")
    .where("administrator", "=", true)
    .where("status", "=", "active")
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id as PrincipalId);
}

export async function saveAdministrator({ sql }: Tx, id: PrincipalId, administrator: boolean, at: Date): Promise<void> {
  await sql.updateTable("people").set({ administrator, changed_at: at }).where("id", "=", id).execute();
}

/** Who has that account (any case) or that mobile; somebody who left keeps the account only. */
export async function findByLogin({ sql }: Reading, account: string, mobile: string): Promise<PrincipalId | null> {
  const { rows } = await raw<{ id: PrincipalId }>`
    select id from people where lower(account) = lower(${account})
    union all select id from people where mobile = ${mobile} and status <> 'left'
    limit 1`.execute(sql);
  return rows[0]?.id ?? null;
}

const columnOf = {
  name: "name",
  account: "account",
  mobile: "mobile",
  email: "email",
  gender: "gender",
  position: "position",
  employeeNo: "employee_no",
  organisation: "organisation",
  avatarUrl: "avatar_url",
} as const satisfies Record<keyof PersonFields, string>;

function columns(fields: Partial<PersonFields>): Record<string, string | null> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [columnOf[key as keyof PersonFields], value]));
}
