import type { ConversationId, DepartmentId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";

/**
 * For each group the member to own it after its owner: the named one if in it, else the longest-serving administrator,
 * else (given `managersOf`, main departments of owners who may have lost them) the owner's direct manager, else the longest-standing member. Active employees only; who came
 * in together is ordered by id. Groups without anybody eligible are missing. Reading R20, acceptance 38, 39.
 */
export async function readSuccessors(
  { sql: from }: Reading,
  groups: readonly ConversationId[],
  how: { named: PrincipalId | null; managersOf: ReadonlyMap<PrincipalId, DepartmentId> | null },
): Promise<Map<ConversationId, PrincipalId>> {
  const { rows } = await sql<{ group_id: ConversationId; id: PrincipalId }>`
    with former as (
      select * from unnest(${[...(how.managersOf?.keys() ?? [])]}::uuid[], ${[...(how.managersOf?.values() ?? [])]}::uuid[])
        as t (person_id, department_id)
    ), managers as (
      select distinct on (g.id) g.id as group_id, leader.person_id
      from groups g
      left join former on former.person_id = g.owner_id
      join departments d on d.id = coalesce(former.department_id, (
        select department_id from placements where person_id = g.owner_id order by rank, department_id limit 1
      ))
      cross join lateral unnest(d.id_path) with ordinality as up (id, depth)
      join placements leader on leader.department_id = up.id and leader.leader and leader.person_id <> g.owner_id
      join people p on p.id = leader.person_id and p.status = 'active' and p.kind = 'employee'
      where ${how.managersOf !== null} and g.id = any(${groups}::uuid[])
      order by g.id, up.depth desc, leader.person_id
    )
    select distinct on (g.id) g.id as group_id, m.principal_id as id
    from groups g
    join members m on m.conversation_id = g.id and m.present and m.principal_id is distinct from g.owner_id
    join people p on p.id = m.principal_id and p.status = 'active' and p.kind = 'employee'
    left join managers on managers.group_id = g.id and managers.person_id = m.principal_id
    where g.id = any(${groups}::uuid[])
    order by g.id, (m.principal_id is not distinct from ${how.named}::uuid) desc, (m.role = 'administrator') desc,
      (managers.person_id is not null) desc, m.joined_seq, m.principal_id`.execute(from);
  return new Map(rows.map((row) => [row.group_id, row.id]));
}

/** Whether somebody is an active employee; as of this statement. */
export async function isActiveEmployee({ sql: from }: Reading, id: PrincipalId): Promise<boolean> {
  const row = await from
    .selectFrom("people")
    .select("id")
    .where("id", "=", id)
    .where("kind", "=", "employee")
    .where("status", "=", "active")
    .executeTakeFirst();
  return row !== undefined;
}

/** The longest-serving active administrator of the company. */
export async function firstAdministrator({ sql: from }: Reading): Promise<PrincipalId | null> {
  const row = await from
    .selectFrom("people")
    .select("id")
    .where("administrator", "=", true)
    .where("kind", "=", "employee")
    .where("status", "=", "active")
    .orderBy("created_at")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return (row?.id ?? null) as PrincipalId | null;
}
