import type { ConversationId, PrincipalId, PrincipalKind, Selection } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { FollowedDepartment } from "./department-store.ts";

/** A person as groups need them. */
export interface Candidate {
  readonly id: PrincipalId;
  readonly name: string;
  readonly kind: PrincipalKind;
  readonly active: boolean;
}

/** Somebody of a selection. `times`: how often they were chosen; `byHand`: not only through a department. */
export interface Chosen extends Candidate {
  readonly times: number;
  readonly byHand: boolean;
}

/**
 * The union of a selection, each person once, less `except`: picked people first and in their order, then by name.
 * Departments and groups give their active people only. A picked id nobody has is missing from the answer.
 */
export async function readSelection({ sql: from }: Reading, selection: Selection): Promise<Chosen[]> {
  const { departmentIds, belows } = columns(selection.departments);
  const { rows } = await sql<{
    id: PrincipalId;
    name: string;
    kind: PrincipalKind;
    active: boolean;
    times: number;
    by_hand: boolean;
  }>`
    with ticked as (
      select * from unnest(${departmentIds}::uuid[], ${belows}::boolean[]) as t (id, below)
    ), placed as materialized (
      select distinct ticked.id as department_id, pl.person_id
      from ticked
      join departments d on d.id_path @> array[ticked.id] and (ticked.below or d.id = ticked.id)
      join placements pl on pl.department_id = d.id
    ), chosen as (
      select id, true as picked, true as by_hand, ordinal
      from unnest(${selection.people}::uuid[]) with ordinality as t (id, ordinal)
      union all
      select person_id, false, false, null from placed
      union all
      select principal_id, false, true, null from members
      where conversation_id = any(${selection.groups}::uuid[]) and present
    )
    select p.id, p.name, p.kind, p.status = 'active' as active, count(*)::int as times, bool_or(c.by_hand) as by_hand
    from chosen c join people p on p.id = c.id and (c.picked or p.status = 'active')
    where not p.id = any(${selection.except}::uuid[])
    group by p.id order by min(c.ordinal) nulls last, p.name, p.id`.execute(from);
  return rows.map(({ by_hand, ...row }) => ({ ...row, byHand: by_hand }));
}

/** How many of the given departments there are for the viewer: hidden ones only for those in or below them. */
export async function countVisibleDepartments(
  { sql: from }: Reading,
  viewer: { id: PrincipalId; administrator: boolean },
  ids: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from departments d
    where d.id = any(${ids}::uuid[]) and (${viewer.administrator} or not exists (
      select from departments h where h.hidden and h.id = any(d.id_path) and not exists (
        select from placements pl join departments own on own.id = pl.department_id
        where pl.person_id = ${viewer.id} and h.id = any(own.id_path)
      )
    ))`.execute(from);
  return rows[0]?.count ?? 0;
}

/** In how many of the given active groups that person is. */
export async function countGroupsOf(
  { sql: from }: Reading,
  id: PrincipalId,
  groups: readonly ConversationId[],
): Promise<number> {
  const row = await from
    .selectFrom("members as m")
    .innerJoin("groups as g", "g.id", "m.conversation_id")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("m.principal_id", "=", id)
    .where("m.present", "=", true)
    .where("g.state", "=", "active")
    .where("g.id", "=", sql<string>`any(${groups}::uuid[])`)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Active employees in the order of their ids. */
export async function readActiveEmployees({ sql: from }: Reading): Promise<Candidate[]> {
  const rows = await from
    .selectFrom("people")
    .select(["id", "name"])
    .where("kind", "=", "employee")
    .where("status", "=", "active")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ id: row.id as PrincipalId, name: row.name, kind: "employee", active: true }));
}

/** How many active employees there are. */
export async function countActiveEmployees({ sql: from }: Reading): Promise<number> {
  const row = await from
    .selectFrom("people")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("kind", "=", "employee")
    .where("status", "=", "active")
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * Keeps people as they are until the transaction ends: nobody can leave the company between being judged active and
 * being put into a group. Must come before the lock of a group, as changes of the directory take both in this order.
 */
export async function holdPeople(tx: Tx, ids: readonly PrincipalId[]): Promise<Map<PrincipalId, Candidate>> {
  return readPeople(tx, ids, true);
}

/** People by id as they are now; unknown ones are missing. */
export async function readPeople(
  { sql: from }: Reading,
  ids: readonly PrincipalId[],
  held = false,
): Promise<Map<PrincipalId, Candidate>> {
  if (ids.length === 0) return new Map();
  const rows = await from
    .selectFrom("people")
    .select(["id", "name", "kind", "status"])
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .orderBy("id")
    .$if(held, (query) => query.forShare())
    .execute();
  return new Map(
    rows.map((row) => [
      row.id as PrincipalId,
      {
        id: row.id as PrincipalId,
        name: row.name,
        kind: row.kind as PrincipalKind,
        active: row.status === "active",
      },
    ]),
  );
}

/**
 * Lets no change of the directory commit until this transaction ends (and waits for one under way): for what depends
 * on everybody, such as who is in a department.
 */
export async function holdDirectory(tx: Tx): Promise<void> {
  await tx.sql.selectFrom("directory_version").select("version").forShare().execute();
}

/** Within a change of the directory: waits for those who hold it still. */
export async function claimDirectory(tx: Tx): Promise<void> {
  await tx.sql.selectFrom("directory_version").select("version").forUpdate().execute();
}

/** Parallel arrays for `unnest`. */
export function columns(departments: readonly FollowedDepartment[]): { departmentIds: string[]; belows: boolean[] } {
  return {
    departmentIds: departments.map(({ departmentId }) => departmentId),
    belows: departments.map(({ below }) => below),
  };
}
