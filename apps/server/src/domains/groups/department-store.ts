import type { ConversationId, DepartmentId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export interface FollowedDepartment {
  readonly departmentId: DepartmentId;
  readonly below: boolean;
}

/** The departments a group follows (or last followed). */
export async function readDepartments(
  { sql: from }: Reading,
  groupId: ConversationId,
): Promise<(FollowedDepartment & { path: string[] })[]> {
  const rows = await sql<{ department_id: DepartmentId; below: boolean; path: string[] }>`
    select gd.department_id, gd.below,
      (select array_agg(up.name order by step.ordinal)
       from unnest(d.id_path) with ordinality step(id, ordinal) join departments up on up.id = step.id) path
    from group_departments gd join departments d on d.id = gd.department_id
    where gd.group_id = ${groupId} order by d.name_path`.execute(from);
  return rows.rows.map((row) => ({ departmentId: row.department_id, below: row.below, path: row.path }));
}

export async function replaceDepartments(
  tx: Tx,
  groupId: ConversationId,
  departments: readonly FollowedDepartment[],
): Promise<void> {
  await tx.sql.deleteFrom("group_departments").where("group_id", "=", groupId).execute();
  if (departments.length === 0) return;
  await sql`
    insert into group_departments (group_id, department_id, below)
    select ${groupId}, id, bool_or(below)
    from unnest(${departments.map(({ departmentId }) => departmentId)}::uuid[],
                ${departments.map(({ below }) => below)}::boolean[]) as chosen (id, below)
    group by id`.execute(tx.sql);
}
