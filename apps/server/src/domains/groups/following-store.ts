import type { ConversationId, GroupRole, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** One person's coming into or going out of one group. */
export interface Move {
  readonly groupId: ConversationId;
  readonly id: PrincipalId;
}

/** One member of one group who is to go. */
export interface Departure extends Move {
  readonly role: GroupRole;
  readonly external: boolean;
}

/** Active groups that a change of these people may concern: where they are in, or where departments bring them in. */
export async function groupsConcerned(
  { sql: from }: Reading,
  change: { gone: readonly PrincipalId[]; joined: readonly PrincipalId[]; placed: readonly PrincipalId[] },
): Promise<ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select g.id from members m join groups g on g.id = m.conversation_id and g.state = 'active'
    where m.present and m.principal_id = any(${change.gone}::uuid[])
    union
    select id from groups where type = 'all_staff' and state = 'active' and ${change.joined.length > 0}
    union
    select g.id from members m join groups g on g.id = m.conversation_id and g.state = 'active' and g.follows_departments
    where m.present and not m.by_hand and m.principal_id = any(${change.placed}::uuid[])
    union
    select g.id
    from placements pl join departments d on d.id = pl.department_id
    cross join lateral unnest(d.id_path) as up (id)
    join group_departments gd on gd.department_id = up.id and (gd.below or up.id = d.id)
    join groups g on g.id = gd.group_id and g.state = 'active' and g.follows_departments
    where pl.person_id = any(${change.placed}::uuid[])`.execute(from);
  return rows.map(({ id }) => id);
}

/** Memberships of the given people in active groups. */
export async function membershipsOf({ sql: from }: Reading, ids: readonly PrincipalId[]): Promise<Departure[]> {
  const { rows } = await sql<{ group_id: ConversationId; id: PrincipalId; role: GroupRole }>`
    select m.conversation_id as group_id, m.principal_id as id, m.role
    from members m join groups g on g.id = m.conversation_id and g.state = 'active'
    where m.present and m.principal_id = any(${ids}::uuid[])
    order by m.conversation_id, m.joined_seq, m.principal_id`.execute(from);
  return rows.map((row) => ({ groupId: row.group_id, id: row.id, role: row.role, external: row.role === "external" }));
}

/** Those of `ids` who are active employees and not in the group. */
export async function missingEmployees(
  { sql: from }: Reading,
  groupId: ConversationId,
  ids: readonly PrincipalId[],
): Promise<PrincipalId[]> {
  const { rows } = await sql<{ id: PrincipalId }>`
    select p.id from people p
    where p.id = any(${ids}::uuid[]) and p.kind = 'employee' and p.status = 'active'
      and not exists (select from members m where m.conversation_id = ${groupId} and m.principal_id = p.id and m.present)
    order by p.id`.execute(from);
  return rows.map(({ id }) => id);
}

/** Whom a reconciliation looks at: everybody of one group, or these people in all groups that follow departments. */
export type Scope = { readonly groupId: ConversationId } | { readonly people: readonly PrincipalId[] };

/**
 * Who belongs to a following group by department but is not in it, in the order of their ids. Left out: who was taken
 * out by hand, or never wanted in.
 */
export async function missingFollowers({ sql: from }: Reading, scope: Scope): Promise<Move[]> {
  const { rows } = await sql<{ group_id: ConversationId; id: PrincipalId }>`
    with ${belongs(scope)}
    select b.group_id, b.person_id as id from belongs b
    where not exists (
      select from members m where m.conversation_id = b.group_id and m.principal_id = b.person_id
        and (m.present or m.kept_out)
    ) and not exists (
      select from group_exceptions x where x.group_id = b.group_id and x.person_id = b.person_id
    ) order by b.group_id, b.person_id`.execute(from);
  return rows.map((row) => ({ groupId: row.group_id, id: row.id }));
}

/** Members whom a department once brought into a following group and no longer does. Owners stay. */
export async function formerFollowers({ sql: from }: Reading, scope: Scope): Promise<Departure[]> {
  const within =
    "groupId" in scope ? sql`m.conversation_id = ${scope.groupId}` : sql`m.principal_id = any(${scope.people}::uuid[])`;
  const { rows } = await sql<{ group_id: ConversationId; id: PrincipalId; role: GroupRole }>`
    with ${belongs(scope)}, former as materialized (
      select m.conversation_id, m.principal_id
      from members m join groups g on g.id = m.conversation_id and g.state = 'active' and g.follows_departments
      where ${within} and m.present and not m.by_hand and m.role <> 'owner'
      -- A set operation and no anti-join: with statistics of yesterday the planner would loop over all pairs.
      except select group_id, person_id from belongs
    )
    select m.conversation_id as group_id, m.principal_id as id, m.role
    from former f join members m on m.conversation_id = f.conversation_id and m.principal_id = f.principal_id
    order by m.conversation_id, m.joined_seq, m.principal_id`.execute(from);
  return rows.map((row) => ({ groupId: row.group_id, id: row.id, role: row.role, external: row.role === "external" }));
}

/** Forgets departments that are no more. */
export async function dropDeletedDepartments(tx: Tx): Promise<void> {
  await sql`
    delete from group_departments gd
    where not exists (select from departments d where d.id = gd.department_id)`.execute(tx.sql);
}

/** Remembers people whom following departments must not bring in. */
export async function insertExceptions(tx: Tx, groupId: ConversationId, ids: readonly PrincipalId[]): Promise<void> {
  await sql`
    insert into group_exceptions (group_id, person_id)
    select ${groupId}, p.id from people p where p.id = any(${ids}::uuid[])
    on conflict do nothing`.execute(tx.sql);
}

/** Direct conversations of the given people. */
export async function directsOf({ sql: from }: Reading, ids: readonly PrincipalId[]): Promise<ConversationId[]> {
  const { rows } = await sql<{ conversation_id: ConversationId }>`
    select conversation_id from direct_pairs
    where low = any(${ids}::uuid[]) or high = any(${ids}::uuid[]) order by conversation_id`.execute(from);
  return rows.map((row) => row.conversation_id);
}

/** Pairs of following group and active employee whom a followed department brings in. */
function belongs(scope: Scope) {
  const within =
    "groupId" in scope ? sql`gd.group_id = ${scope.groupId}` : sql`pl.person_id = any(${scope.people}::uuid[])`;
  return sql`belongs as materialized (
    select distinct gd.group_id, pl.person_id
    from placements pl
    join people p on p.id = pl.person_id and p.status = 'active' and p.kind = 'employee'
    join departments d on d.id = pl.department_id
    cross join lateral unnest(d.id_path) as up (id)
    join group_departments gd on gd.department_id = up.id and (gd.below or up.id = d.id)
    join groups g on g.id = gd.group_id and g.state = 'active' and g.follows_departments
    where ${within}
  )`;
}
