import type { DepartmentId, ImportColumn, ImportId, PrincipalId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Tx } from "../../../platform/database.ts";
import type { OrganisationChange } from "../ports.ts";

export interface ApplyInput {
  id: ImportId;
  /** Who applies: never leaves by this. */
  by: PrincipalId;
  columns: readonly string[];
  missingLeave: boolean;
  at: Date;
}

/** Creates the departments that are missing, level by level, since each stands on its parent. Answers how many. */
export async function createDepartments({ sql }: Tx, id: ImportId, at: Date): Promise<number> {
  const { rows: levels } = await raw<{ depth: number }>`
    select distinct depth from import_departments where import_id = ${id} and department_id is null
    order by depth`.execute(sql);
  let created = 0;
  for (const { depth } of levels) {
    const { numAffectedRows } = await raw`
      insert into departments (id, parent_id, name, id_path, name_path, pinyin, initials, sort, created_at)
      select i.new_id, parent.id, i.name, parent.id_path || i.new_id, i.path, i.pinyin, i.initials,
        coalesce((select max(sort) + 1 from departments s where s.parent_id = parent.id), 0)
          + row_number() over (partition by parent.id order by i.ordinal) - 1, ${at}
      from import_departments i join departments parent on parent.name_path = i.parent_path
      where i.import_id = ${id} and i.department_id is null and i.depth = ${depth}`.execute(sql);
    created += Number(numAffectedRows ?? 0);
  }
  await raw`
    update import_departments set department_id = new_id where import_id = ${id} and department_id is null`.execute(
    sql,
  );
  return created;
}

/**
 * Notes who is touched, and how they were before: the rest of applying, and what follows from it, reads this. People
 * whose departments must be written again have `places`.
 */
export async function noteTouched({ sql }: Tx, { id, by, columns, missingLeave }: ApplyInput): Promise<void> {
  await raw`
    create temporary table import_touched on commit drop as
    select c.person_id, c.line, c.action, p.status as was,
      case when c.action = 'leave' then 'left' when r.status is null then p.status
        when ${columns.includes("status")}::boolean then r.status when p.status = 'left' then 'active'
        else p.status end as becomes,
      c.action = 'move' or p.status = 'left' or c.changes @> '[{"field": "departments"}]'
        or c.changes @> '[{"field": "leader"}]' as places,
      (select pl.department_id from placements pl where pl.person_id = p.id order by pl.rank, pl.department_id limit 1)
        as main_department_id
    from import_changes c join people p on p.id = c.person_id
      left join import_rows r on r.import_id = c.import_id and r.line = c.line
    where c.import_id = ${id} and c.action in ('change', 'move', 'leave')
      and (c.action <> 'leave' or (${missingLeave}::boolean and p.id <> ${by}))`.execute(sql);
  await raw`create index on import_touched (person_id)`.execute(sql);
  await raw`analyze import_touched`.execute(sql);
}

/** Writes the changed people. Mobiles and e-mails are let go first, so that two people can swap theirs. */
export async function updatePeople({ sql }: Tx, { id, columns, at }: ApplyInput): Promise<void> {
  const given = (column: ImportColumn, value: string, kept: string) =>
    columns.includes(column) ? raw.ref(`r.${value}`) : raw.ref(`p.${kept}`);
  await raw`
    update people p set mobile = ${columns.includes("mobile") ? raw`null` : raw`p.mobile`},
      email = ${columns.includes("email") ? raw`null` : raw`p.email`}
    from import_touched t where t.person_id = p.id and t.action <> 'leave'`.execute(sql);
  await raw`
    update people p set name = r.name, pinyin = r.pinyin, initials = r.initials, search_text = r.search_text,
      mobile = ${given("mobile", "mobile", "mobile")}, email = ${given("email", "email", "email")},
      gender = ${given("gender", "gender", "gender")}, position = ${given("position", "position", "position")},
      employee_no = ${given("employeeNo", "employee_no", "employee_no")},
      status = t.becomes, left_at = null, changed_at = ${at}
    from import_touched t join import_rows r on r.import_id = ${id} and r.line = t.line
    where t.person_id = p.id and t.action <> 'leave'`.execute(sql);
}

/** Lets those who are not in the file leave, before others take their mobiles. */
export async function letLeave({ sql }: Tx, at: Date): Promise<void> {
  await raw`
    update people p set status = 'left', administrator = false, left_at = ${at}, changed_at = ${at}
    from import_touched t where t.person_id = p.id and t.action = 'leave'`.execute(sql);
  await raw`
    delete from placements pl using import_touched t where t.person_id = pl.person_id and t.action = 'leave'`.execute(
    sql,
  );
}

/** Writes the departments of changed people again; without the column, leaders stay leaders where they stay. */
export async function replacePlaces({ sql }: Tx, { id, columns }: ApplyInput): Promise<void> {
  await raw`
    create temporary table import_places on commit drop as
    select t.person_id, i.department_id, place.rank - 1 as rank,
      case when ${columns.includes("leader")}::boolean then place.leader else coalesce(old.leader, false) end as leader
    from import_touched t
      join import_rows r on r.import_id = ${id} and r.line = t.line
      cross join lateral unnest(r.department_paths, r.leaders) with ordinality as place (path, leader, rank)
      join import_departments i on i.import_id = ${id} and i.path = place.path
      left join placements old on old.person_id = t.person_id and old.department_id = i.department_id
    where t.places and t.action <> 'leave'`.execute(sql);
  await raw`
    delete from placements pl using import_touched t
    where t.person_id = pl.person_id and t.places and t.action <> 'leave'`.execute(sql);
  await raw`
    insert into placements (person_id, department_id, rank, leader)
    select person_id, department_id, rank, leader from import_places`.execute(sql);
}

/** Adds the people of the lines from `from` up to, not including, `to`. */
export async function insertPeople({ sql }: Tx, { id, at }: ApplyInput, from: number, to: number): Promise<void> {
  await raw`
    insert into people (id, kind, status, name, pinyin, initials, account, mobile, email, gender, position, employee_no,
      search_text, created_at, changed_at)
    select new_id, 'employee', status, name, pinyin, initials, account, mobile, email, gender, position, employee_no,
      search_text, ${at}, ${at}
    from import_rows where import_id = ${id} and person_id is null and line >= ${from} and line < ${to}`.execute(sql);
  await raw`
    insert into placements (person_id, department_id, rank, leader)
    select r.new_id, i.department_id, place.rank - 1, place.leader
    from import_rows r cross join lateral unnest(r.department_paths, r.leaders) with ordinality
        as place (path, leader, rank)
      join import_departments i on i.import_id = ${id} and i.path = place.path
    where r.import_id = ${id} and r.person_id is null and r.line >= ${from} and r.line < ${to}`.execute(sql);
}

/** What those who follow the organisation must know. */
export async function readConsequences(
  { sql }: Tx,
  id: ImportId,
): Promise<Pick<OrganisationChange, "joined" | "gone" | "moved" | "formerDepartments">> {
  const { rows } = await raw<Record<"joined" | "gone" | "moved", PrincipalId[]> & { main: (DepartmentId | null)[] }>`
    select
      array(select person_id from import_touched where was <> 'active' and becomes = 'active'
        union all select new_id from import_rows
          where import_id = ${id} and person_id is null and status = 'active') as joined,
      array(select person_id from import_touched where was = 'active' and becomes <> 'active' order by person_id) as gone,
      array(select main_department_id from import_touched where was = 'active' and becomes <> 'active'
        order by person_id) as main,
      array(select person_id from import_touched where was = 'active' and becomes = 'active' and places) as moved`.execute(
    sql,
  );
  if (!rows[0]) return { joined: [], gone: [], moved: [] };
  const { main, ...change } = rows[0];
  const places = change.gone.map((one, index) => [one, main[index]] as const);
  const known = places.filter((place): place is [PrincipalId, DepartmentId] => place[1] != null);
  return { ...change, formerDepartments: new Map(known) };
}

/** Whether applying would touch anything at all. */
export async function touchesNobody({ sql }: Tx, id: ImportId): Promise<boolean> {
  const { rows } = await raw<{ nobody: boolean }>`
    select not exists (select from import_touched)
      and not exists (select from import_rows where import_id = ${id} and person_id is null) as nobody`.execute(sql);
  return rows[0]?.nobody ?? true;
}

/** The last line of the file's rows. */
export async function readLastLine({ sql }: Tx, id: ImportId): Promise<number> {
  const { rows } = await raw<{ line: number | null }>`
    select max(line) as line from import_rows where import_id = ${id}`.execute(sql);
  return rows[0]?.line ?? 0;
}

/** The planner must know how many there are now. */
export async function analyzePeople({ sql }: Tx): Promise<void> {
  await raw`analyze people`.execute(sql);
  await raw`analyze placements`.execute(sql);
  await raw`analyze departments`.execute(sql);
}
