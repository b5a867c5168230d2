import type {
  Announcement,
  ConversationId,
  GroupOptions,
  GroupRole,
  GroupType,
  PersonStatus,
  PrincipalId,
  PrincipalKind,
} from "@qunxin/protocol";
import { defaultGroupOptions } from "@qunxin/protocol";
import { type Selectable, sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import type { Groups } from "../../platform/schema.ts";

export interface Group {
  readonly id: ConversationId;
  readonly type: GroupType;
  readonly state: "active" | "dissolved";
  readonly name: string;
  readonly description: string;
  readonly announcement: Announcement | null;
  readonly ownerId: PrincipalId | null;
  readonly memberCount: number;
  readonly externalCount: number;
  readonly options: GroupOptions;
  readonly followsDepartments: boolean;
  readonly createdBy: PrincipalId | null;
  readonly createdAt: Date;
  readonly dissolvedAt: Date | null;
  readonly dissolvedBy: PrincipalId | null;
  readonly retentionDays: number | null;
}

/** Somebody's place in a group, now or (`present` false) once. */
export interface Place {
  readonly present: boolean;
  readonly role: GroupRole;
  readonly mutedUntil: Date | null;
  readonly nickname: string | null;
}

/** A present member with what the directory says of them. */
export interface Occupant extends Place {
  readonly id: PrincipalId;
  readonly kind: PrincipalKind;
  readonly status: PersonStatus;
}

/** Inserts a group; false when it would be a second active all-staff group. */
export async function insertGroup(tx: Tx, group: Group): Promise<boolean> {
  const row = await tx.sql
    .insertInto("groups")
    .values({
      id: group.id,
      type: group.type,
      state: group.state,
      name: group.name,
      description: group.description,
      owner_id: group.ownerId,
      member_count: group.memberCount,
      external_count: group.externalCount,
      options: JSON.stringify(group.options),
      follows_departments: group.followsDepartments,
      created_by: group.createdBy,
      created_at: group.createdAt,
      retention_days: group.retentionDays,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function readGroup({ sql: from }: Reading, id: ConversationId): Promise<Group | null> {
  const row = await from.selectFrom("groups").selectAll().where("id", "=", id).executeTakeFirst();
  return row ? toGroup(row) : null;
}

/** A group and how often its access had changed by then, in one snapshot. */
export async function readVersioned(
  { sql: from }: Reading,
  id: ConversationId,
): Promise<{ group: Group; accessVersion: number } | null> {
  const row = await from
    .selectFrom("groups as g")
    .innerJoin("conversations as c", "c.id", "g.id")
    .selectAll("g")
    .select("c.access_version")
    .where("g.id", "=", id)
    .executeTakeFirst();
  return row ? { group: toGroup(row), accessVersion: row.access_version } : null;
}

/** Locks groups in the order of their ids until the transaction ends, and answers them as they then are. */
export async function lockGroups(tx: Tx, ids: readonly ConversationId[]): Promise<Group[]> {
  if (ids.length === 0) return [];
  const rows = await tx.sql
    .selectFrom("groups")
    .selectAll()
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(toGroup);
}

/** Changes the given columns of a group. */
export async function updateGroup(
  tx: Tx,
  id: ConversationId,
  change: Partial<Pick<Group, "name" | "description" | "announcement" | "ownerId" | "options" | "followsDepartments">>,
): Promise<void> {
  const { name, description, announcement, ownerId, options, followsDepartments } = change;
  await tx.sql
    .updateTable("groups")
    .set({
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(announcement === undefined ? {} : { announcement: announcement && JSON.stringify(announcement) }),
      ...(ownerId === undefined ? {} : { owner_id: ownerId }),
      ...(options === undefined ? {} : { options: JSON.stringify(options) }),
      ...(followsDepartments === undefined ? {} : { follows_departments: followsDepartments }),
    })
    .where("id", "=", id)
    .execute();
}

/** Adds to (or takes from) the counts of members. */
export async function addToCounts(tx: Tx, id: ConversationId, members: number, externals: number): Promise<void> {
  await tx.sql
    .updateTable("groups")
    .set({
      member_count: sql<number>`member_count + ${members}`,
      external_count: sql<number>`external_count + ${externals}`,
    })
    .where("id", "=", id)
    .execute();
}

/** Marks a group dissolved and ends its invitations and waiting requests; its rows and entries stay. */
export async function markDissolved(tx: Tx, id: ConversationId, by: PrincipalId | null, at: Date): Promise<void> {
  await tx.sql
    .updateTable("groups")
    .set({ state: "dissolved", dissolved_at: at, dissolved_by: by })
    .where("id", "=", id)
    .execute();
  await tx.sql
    .updateTable("invites")
    .set({ revoked_at: at })
    .where("group_id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  await tx.sql
    .updateTable("join_requests")
    .set({ decided_at: at, decided_by: by, approved: false })
    .where("group_id", "=", id)
    .where("decided_at", "is", null)
    .execute();
}

export async function readPlace(
  { sql: from }: Reading,
  groupId: ConversationId,
  id: PrincipalId,
): Promise<Place | null> {
  const row = await from
    .selectFrom("members")
    .select(["present", "role", "muted_until", "nickname"])
    .where("conversation_id", "=", groupId)
    .where("principal_id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  return { present: row.present, role: row.role as GroupRole, mutedUntil: row.muted_until, nickname: row.nickname };
}

/** Whether somebody was in a group when it was dissolved: they may see all but the last entry, which ended it. */
export async function sawTheEnd({ sql: from }: Reading, groupId: ConversationId, id: PrincipalId): Promise<boolean> {
  const row = await from
    .selectFrom("members as m")
    .innerJoin("conversations as c", "c.id", "m.conversation_id")
    .select("m.principal_id")
    .where("m.conversation_id", "=", groupId)
    .where("m.principal_id", "=", id)
    .where(sql<boolean>`m.visible @> (c.last_seq - 1)`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Those of `ids` who are in the group. */
export async function readOccupants(
  { sql: from }: Reading,
  groupId: ConversationId,
  ids: readonly PrincipalId[],
): Promise<Occupant[]> {
  const rows = await from
    .selectFrom("members as m")
    .innerJoin("people as p", "p.id", "m.principal_id")
    .select(["m.principal_id", "m.role", "m.muted_until", "m.nickname", "p.kind", "p.status"])
    .where("m.conversation_id", "=", groupId)
    .where("m.present", "=", true)
    .where("m.principal_id", "=", sql<string>`any(${ids}::uuid[])`)
    .execute();
  return rows.map((row) => ({
    id: row.principal_id as PrincipalId,
    present: true,
    role: row.role as GroupRole,
    mutedUntil: row.muted_until,
    nickname: row.nickname,
    kind: row.kind as PrincipalKind,
    status: row.status as PersonStatus,
  }));
}

export async function countAdministrators({ sql: from }: Reading, groupId: ConversationId): Promise<number> {
  const row = await from
    .selectFrom("members")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("conversation_id", "=", groupId)
    .where("present", "=", true)
    .where("role", "=", "administrator")
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

function toGroup(row: Selectable<Groups>): Group {
  return {
    id: row.id as ConversationId,
    type: row.type as GroupType,
    state: row.state as Group["state"],
    name: row.name,
    description: row.description,
    announcement: row.announcement as Announcement | null,
    ownerId: row.owner_id as PrincipalId | null,
    memberCount: row.member_count,
    externalCount: row.external_count,
    // Groups made before an option existed have its default.
    options: { ...defaultGroupOptions, ...(row.options as Partial<GroupOptions>) },
    followsDepartments: row.follows_departments,
    createdBy: row.created_by as PrincipalId | null,
    createdAt: row.created_at,
    dissolvedAt: row.dissolved_at,
    dissolvedBy: row.dissolved_by as PrincipalId | null,
    retentionDays: row.retention_days,
  };
}
