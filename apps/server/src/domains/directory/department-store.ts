import type { DepartmentId, DepartmentNode, PrincipalId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { countBelow } from "./below-store.ts";
import type { HeadCounts } from "./head-counts.ts";
import { spell } from "./spelling.ts";

export interface DepartmentRecord {
  id: DepartmentId;
  parentId: DepartmentId | null;
  name: string;
  /** Ids from the root to this department. */
  lineage: DepartmentId[];
  /** Names from below the root, joined by `/`. */
  namePath: string;
  order: number;
  hidden: boolean;
}

const record = raw`d.id, d.parent_id as "parentId", d.name, d.id_path as lineage, d.name_path as "namePath",
  d.sort as "order", d.hidden`;

/** The departments with these ids, in no order. */
export async function readDepartments({ sql }: Reading, ids: readonly DepartmentId[]): Promise<DepartmentRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await raw<DepartmentRecord>`
    select ${record} from departments d where d.id = any(${ids}::uuid[])`.execute(sql);
  return rows;
}

/** The department, locked until the transaction ends. */
export async function lockDepartment({ sql }: Tx, id: DepartmentId): Promise<DepartmentRecord | null> {
  const { rows } = await raw<DepartmentRecord>`
    select ${record} from departments d where d.id = ${id} for update`.execute(sql);
  return rows[0] ?? null;
}

/** Children of a department in their order; of null: the root. Invisible ones are left out. */
export async function readChildren(
  { sql }: Reading,
  parentId: DepartmentId | null,
  invisible: readonly DepartmentId[],
): Promise<DepartmentRecord[]> {
  const { rows } = await raw<DepartmentRecord>`
    select ${record} from departments d where d.parent_id is not distinct from ${parentId}::uuid
      and not d.id_path && ${invisible}::uuid[]
    order by d.sort, d.pinyin, d.name`.execute(sql);
  return rows;
}

/** Adds to departments what their nodes say besides; heads are counted by `count`. */
export async function readNodes(
  { sql }: Reading,
  departments: readonly DepartmentRecord[],
  invisible: readonly DepartmentId[],
  count: HeadCounts,
): Promise<DepartmentNode[]> {
  if (departments.length === 0) return [];
  const ids = departments.map(({ id }) => id);
  const { rows } = await raw<{ id: DepartmentId; hasChildren: boolean; rootName: string }>`
    select asked.id, root.name as "rootName",
      exists (select from departments c where c.parent_id = asked.id
        and not c.id_path && ${invisible}::uuid[]) as "hasChildren"
    from unnest(${ids}::uuid[]) asked (id)
      cross join (select name from departments where parent_id is null) root`.execute(sql);
  const found = new Map(rows.map((row) => [row.id, row]));
  const counts = await count(ids, invisible);
  return departments.map(({ id, parentId, name, namePath, order, hidden }) => {
    const { hasChildren = false, rootName = name } = found.get(id) ?? {};
    const path = pathOf(rootName, namePath);
    return { id, parentId, name, order, hidden, path, headCount: counts.get(id) ?? 0, hasChildren };
  });
}

/** Active people in each department and below it, each counted once. */
export function readHeadCounts(
  reading: Reading,
  ids: readonly DepartmentId[],
  invisible: readonly DepartmentId[],
): Promise<Map<DepartmentId, number>> {
  return countBelow(reading, ids, { below: true, statuses: ["active"], invisible });
}

/** Names from the root to a department. */
export function pathOf(rootName: string, namePath: string): string[] {
  return namePath === "" ? [rootName] : [rootName, ...namePath.split("/")];
}

/** People who lead the department, in their order. */
export async function readLeaders({ sql }: Reading, id: DepartmentId): Promise<PrincipalId[]> {
  const { rows } = await raw<{ id: PrincipalId }>`
    select p.id from placements pl join people p on p.id = pl.person_id
    where pl.department_id = ${id} and pl.leader and p.status = 'active' order by p.pinyin, p.id`.execute(sql);
  return rows.map((row) => row.id);
}

/** Active employees of the given departments, of those below too where asked; each once. */
export async function resolveDepartments(
  { sql }: Reading,
  departments: readonly { departmentId: DepartmentId; below: boolean }[],
): Promise<PrincipalId[]> {
  if (departments.length === 0) return [];
  const whole = departments.filter(({ below }) => below).map(({ departmentId }) => departmentId);
  const alone = departments.filter(({ below }) => !below).map(({ departmentId }) => departmentId);
  const { rows } = await raw<{ id: PrincipalId }>`
    select distinct p.id
    from (select id from departments where id = any(${alone}::uuid[])
      union select id from departments where id_path && ${whole}::uuid[]) d
    join placements pl on pl.department_id = d.id
    join people p on p.id = pl.person_id and p.kind = 'employee' and p.status = 'active'`.execute(sql);
  return rows.map(({ id }) => id);
}

/** Where a viewer stands: their departments with lineage, whether they lead one, hidden departments they are outside of. */
export async function readStanding(
  { sql }: Reading,
  personId: PrincipalId,
): Promise<{ placements: { lineage: DepartmentId[]; leader: boolean }[]; hidden: DepartmentId[] }> {
  const { rows } = await raw<{ placements: { lineage: DepartmentId[]; leader: boolean }[]; hidden: DepartmentId[] }>`
    select
      coalesce((select json_agg(json_build_object('lineage', d.id_path, 'leader', pl.leader))
        from placements pl join departments d on d.id = pl.department_id where pl.person_id = ${personId}), '[]')
        as placements,
      array(select id from departments where hidden) as hidden`.execute(sql);
  return rows[0] ?? { placements: [], hidden: [] };
}

/** Adds a department at the end of its siblings. A sibling of that name violates a unique constraint. */
export async function insertDepartment(
  { sql }: Tx,
  department: { id: DepartmentId; parent: DepartmentRecord | null; name: string; at: Date },
): Promise<void> {
  const { id, parent, name, at } = department;
  const { pinyin, initials } = spell(name);
  await raw`
    insert into departments (id, parent_id, name, id_path, name_path, pinyin, initials, sort, created_at)
    select ${id}, ${parent?.id ?? null}::uuid, ${name}, ${[...(parent?.lineage ?? []), id]}::uuid[],
      ${parent ? joinPath(parent.namePath, name) : ""}, ${pinyin}, ${initials},
      coalesce((select max(sort) + 1 from departments where parent_id = ${parent?.id ?? null}::uuid), 0),
      ${at}`.execute(sql);
}

/** The path of a child named `name`. */
export function joinPath(parentPath: string, name: string): string {
  return parentPath === "" ? name : `${parentPath}/${name}`;
}

/** Sets name, place and flags of one department, and the paths of all below it, in one statement each. */
export async function saveDepartment({ sql }: Tx, before: DepartmentRecord, after: DepartmentRecord): Promise<void> {
  const { pinyin, initials } = spell(after.name);
  await raw`
    update departments set name = ${after.name}, parent_id = ${after.parentId}::uuid, sort = ${after.order},
      hidden = ${after.hidden}, pinyin = ${pinyin}, initials = ${initials} where id = ${after.id}`.execute(sql);
  if (before.namePath === after.namePath && before.parentId === after.parentId) return;
  // The subtree keeps what follows the moved department's own lineage and path.
  await raw`
    update departments set
      id_path = ${after.lineage}::uuid[] || id_path[${before.lineage.length + 1}:],
      name_path = ${after.namePath} || substr(name_path, ${[...before.namePath].length + 1})
    where id_path @> array[${after.id}::uuid]`.execute(sql);
}

/** How many levels the deepest department below lies under this one, itself counted as 1. */
export async function readHeight({ sql }: Reading, { id, lineage }: DepartmentRecord): Promise<number> {
  const { rows } = await raw<{ deepest: number }>`
    select max(cardinality(id_path)) as deepest from departments where id_path @> array[${id}::uuid]`.execute(sql);
  return (rows[0]?.deepest ?? lineage.length) - lineage.length + 1;
}

/** Active people in a department and below it. */
export async function readPeopleBelow({ sql }: Reading, id: DepartmentId): Promise<PrincipalId[]> {
  return resolveDepartments({ sql }, [{ departmentId: id, below: true }]);
}

/** Whether nobody and no department is in it. */
export async function isEmpty({ sql }: Reading, id: DepartmentId): Promise<boolean> {
  const { rows } = await raw<{ empty: boolean }>`
    select not exists (select from placements where department_id = ${id})
      and not exists (select from departments where parent_id = ${id}) as empty`.execute(sql);
  return rows[0]?.empty ?? false;
}

export async function removeDepartment({ sql }: Tx, id: DepartmentId): Promise<void> {
  await sql.deleteFrom("departments").where("id", "=", id).execute();
}

/** The root department; null before set-up. */
export async function readRoot({ sql }: Reading): Promise<DepartmentRecord | null> {
  const { rows } = await raw<DepartmentRecord>`
    select ${record} from departments d where d.parent_id is null`.execute(sql);
  return rows[0] ?? null;
}
