import type { ImportColumn, ImportId, PrincipalId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Tx } from "../../../platform/database.ts";

/** What the judgement of the rows as a whole must know. */
export interface PlanInput {
  id: ImportId;
  by: PrincipalId;
  columns: readonly string[];
  /** Titles of the file's columns by key. */
  titles: Partial<Record<ImportColumn, string>>;
}

/** Makes every statement of this transaction see one moment; it must come first. */
export async function freezeMoment({ sql }: Tx): Promise<void> {
  await raw`set transaction isolation level repeatable read`.execute(sql);
}

/** Finds the people and departments that the rows mean. */
export async function resolveRows({ sql }: Tx, id: ImportId): Promise<void> {
  await raw`
    update import_rows r set person_id = p.id from people p
    where r.import_id = ${id} and lower(p.account) = lower(r.account) and p.kind = 'employee'`.execute(sql);
  await raw`
    update import_departments i set department_id = d.id from departments d
    where i.import_id = ${id} and d.name_path = i.path`.execute(sql);
  await raw`analyze import_rows`.execute(sql);
}

/** Adds the faults that only show when rows are seen together, or beside the people there are. */
export async function judgeTogether(tx: Tx, plan: PlanInput): Promise<void> {
  await addDuplicates(tx, plan, "account", raw`lower(account)`);
  await addDuplicates(tx, plan, "mobile", raw`mobile`);
  await addDuplicates(tx, plan, "email", raw`lower(email)`);
  await addTaken(tx, plan, "mobile", raw`mobile`);
  await addTaken(tx, plan, "email", raw`email`);
  const { sql } = tx;
  await raw`
    insert into import_errors (import_id, line, column_title, fault, value)
    select r.import_id, r.line, ${plan.titles.account ?? null}::text, 'external_account', r.account
    from import_rows r join people p on lower(p.account) = lower(r.account) and p.kind = 'external'
    where r.import_id = ${plan.id}`.execute(sql);
  // Whoever imports cannot lock themselves out.
  await raw`
    insert into import_errors (import_id, line, column_title, fault, value)
    select r.import_id, r.line, ${plan.titles.status ?? null}::text, 'status', r.account
    from import_rows r where r.import_id = ${plan.id} and r.person_id = ${plan.by} and r.status <> 'active'`.execute(
    sql,
  );
}

async function addDuplicates(
  { sql }: Tx,
  { id, titles }: PlanInput,
  column: "account" | "mobile" | "email",
  value: ReturnType<typeof raw>,
): Promise<void> {
  await raw`
    insert into import_errors (import_id, line, column_title, fault, value)
    select ${id}::uuid, line, ${titles[column] ?? null}::text, ${`duplicate_${column}`}, value
    from (select line, ${raw.ref(column)} as value, row_number() over (partition by ${value} order by line) as nth
      from import_rows where import_id = ${id} and ${raw.ref(column)} is not null) seen
    where nth > 1`.execute(sql);
}

/** A mobile or e-mail of somebody who is not in the file, or, kept by somebody who comes back, of anybody. */
async function addTaken(
  { sql }: Tx,
  { id, columns, titles }: PlanInput,
  column: "mobile" | "email",
  name: ReturnType<typeof raw>,
): Promise<void> {
  const given = columns.includes(column);
  const theirs = given ? raw`r.${name}` : raw`p.${name}`;
  await raw`
    insert into import_errors (import_id, line, column_title, fault, value)
    select r.import_id, r.line, ${titles[column] ?? null}::text, ${`taken_${column}`}, ${theirs}
    from import_rows r left join people p on p.id = r.person_id
      join people q on lower(q.${name}) = lower(${theirs}) and q.status <> 'left' and q.id is distinct from r.person_id
    where r.import_id = ${id} and (${given} or p.status = 'left')
      and not (${given} and exists (select from import_rows own where own.import_id = ${id} and own.person_id = q.id))`.execute(
    sql,
  );
}

export async function countErrors({ sql }: Tx, id: ImportId): Promise<number> {
  const { count } = await sql
    .selectFrom("import_errors")
    .select((expression) => expression.fn.countAll<number>().as("count"))
    .where("import_id", "=", id)
    .executeTakeFirstOrThrow();
  return count;
}

/** Writes down what applying would do: one change a row at most. */
export async function planChanges(tx: Tx, plan: PlanInput): Promise<void> {
  const { sql } = tx;
  await raw`
    insert into import_changes (import_id, action, ordinal, line, person_id, name, account, changes)
    select import_id, 'create', row_number() over (order by line), line, new_id, import_rows.name, account,
      jsonb_build_array(jsonb_build_object('field', 'departments', 'before', '',
        'after', array_to_string(array_replace(department_paths, '', root.name), ';')))
    from import_rows cross join (select name from departments where parent_id is null) root
    where import_id = ${plan.id} and person_id is null`.execute(sql);
  await planMatched(tx, plan);
  await raw`
    insert into import_changes (import_id, action, ordinal, line, person_id, name, account, changes)
    select ${plan.id}::uuid, 'leave', row_number() over (order by lower(p.account)), null, p.id, p.name, p.account, '[]'
    from people p
    where p.kind = 'employee' and p.status <> 'left' and p.id <> ${plan.by}
      and not exists (select from import_rows r where r.import_id = ${plan.id} and r.person_id = p.id)`.execute(sql);
}

/** Compares people with their rows, columns the file has only. Who comes or goes in departments moves, else changes. */
async function planMatched({ sql }: Tx, { id, columns }: PlanInput): Promise<void> {
  const has = (column: ImportColumn) => raw`${columns.includes(column)}::boolean`;
  await raw`
    with placed as (
      select pl.person_id, array_agg(d.name_path order by pl.rank, d.name_path) as paths,
        array_agg(pl.leader order by pl.rank, d.name_path) as leaders
      from placements pl join departments d on d.id = pl.department_id group by pl.person_id
    ), compared as (
      select r.import_id, r.line, p.id, p.name, p.account,
        coalesce(placed.paths, '{}') @> r.department_paths and r.department_paths @> coalesce(placed.paths, '{}')
          as stays,
        (select coalesce(jsonb_agg(jsonb_build_object('field', field, 'before', before, 'after', after)), '[]')
          from (values
            ('name', p.name, r.name, true),
            ('mobile', coalesce(p.mobile, ''), coalesce(r.mobile, ''), ${has("mobile")}),
            ('email', coalesce(p.email, ''), coalesce(r.email, ''), ${has("email")}),
            ('departments', array_to_string(array_replace(coalesce(placed.paths, '{}'), '', root.name), ';'),
              array_to_string(array_replace(r.department_paths, '', root.name), ';'), true),
            ('leader', array_to_string(coalesce(placed.leaders, '{}'), ';'), array_to_string(r.leaders, ';'),
              ${has("leader")}),
            ('position', coalesce(p.position, ''), coalesce(r.position, ''), ${has("position")}),
            ('gender', p.gender, r.gender, ${has("gender")}),
            ('employeeNo', coalesce(p.employee_no, ''), coalesce(r.employee_no, ''), ${has("employeeNo")}),
            ('status', p.status, case when ${has("status")} then r.status when p.status = 'left' then 'active'
              else p.status end, true)
          ) as field (field, before, after, given)
          where given and before <> after) as changes
      from import_rows r join people p on p.id = r.person_id left join placed on placed.person_id = p.id
        cross join (select name from departments where parent_id is null) root
      where r.import_id = ${id}
    )
    insert into import_changes (import_id, action, ordinal, line, person_id, name, account, changes)
    select import_id, case when stays then 'change' else 'move' end,
      row_number() over (partition by stays order by line), line, id, name, account, changes
    from compared where changes <> '[]'`.execute(sql);
}

/** How much the plan does. */
export async function countPlan(
  { sql }: Tx,
  { id, by }: PlanInput,
): Promise<{ create: number; change: number; move: number; leave: number; unchanged: number; departments: number }> {
  const { rows } = await raw<Record<"create" | "change" | "move" | "leave" | "unchanged" | "departments", number>>`
    with planned as (select action, count(*) as count from import_changes where import_id = ${id} group by action),
      counted as (select
        coalesce(sum(count) filter (where action = 'create'), 0)::integer as "create",
        coalesce(sum(count) filter (where action = 'change'), 0)::integer as "change",
        coalesce(sum(count) filter (where action = 'move'), 0)::integer as "move",
        coalesce(sum(count) filter (where action = 'leave'), 0)::integer as "leave" from planned)
    select counted.*,
      ((select count(*) from import_rows where import_id = ${id}) - "create" - "change" - "move"
        -- Whoever imports stays even if the file forgot them.
        + (select count(*) from people p where p.id = ${by} and not exists (
          select from import_rows r where r.import_id = ${id} and r.person_id = p.id)))::integer as unchanged,
      (select count(*) from import_departments where import_id = ${id} and department_id is null)::integer
        as departments
    from counted`.execute(sql);
  return rows[0] ?? { create: 0, change: 0, move: 0, leave: 0, unchanged: 0, departments: 0 };
}
