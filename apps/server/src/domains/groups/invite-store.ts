import type { ConversationId, Invite, InviteId, JoinRequestId, JoinWay, PrincipalId } from "@qunxin/protocol";
import { type Selectable, sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Invites } from "../../platform/schema.ts";

export interface StoredInvite {
  readonly id: InviteId;
  readonly groupId: ConversationId;
  readonly kind: "link" | "qr";
  readonly token: string;
  readonly createdBy: PrincipalId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly uses: number;
  readonly maxUses: number | null;
  readonly revokedAt: Date | null;
  /** False once its maker is disabled or has left the company: it then leads nowhere. */
  readonly makerActive: boolean;
}

export interface WaitingRequest {
  readonly id: JoinRequestId;
  readonly groupId: ConversationId;
  readonly personId: PrincipalId;
  readonly way: JoinWay;
  readonly invitedBy: PrincipalId | null;
  readonly askedAt: Date;
  readonly expiresAt: Date;
}

export async function insertInvite(
  tx: Tx,
  invite: Omit<StoredInvite, "uses" | "revokedAt" | "makerActive">,
): Promise<void> {
  await tx.sql
    .insertInto("invites")
    .values({
      id: invite.id,
      group_id: invite.groupId,
      kind: invite.kind,
      token: invite.token,
      created_by: invite.createdBy,
      created_at: invite.createdAt,
      expires_at: invite.expiresAt,
      max_uses: invite.maxUses,
    })
    .execute();
}

export async function readInviteByToken({ sql: from }: Reading, token: string): Promise<StoredInvite | null> {
  const row = await invites(from).where("i.token", "=", token).executeTakeFirst();
  return row ? toInvite(row) : null;
}

export async function readInvite({ sql: from }: Reading, id: InviteId): Promise<StoredInvite | null> {
  const row = await invites(from).where("i.id", "=", id).executeTakeFirst();
  return row ? toInvite(row) : null;
}

/** Invitations of a group that still work at `now`, newest first. */
export async function readWorkingInvites(
  { sql: from }: Reading,
  groupId: ConversationId,
  now: Date,
): Promise<StoredInvite[]> {
  const rows = await invites(from)
    .where("i.group_id", "=", groupId)
    .where("i.revoked_at", "is", null)
    .where("i.expires_at", ">", now)
    .where(sql<boolean>`(i.max_uses is null or i.uses < i.max_uses)`)
    .where("p.status", "=", "active")
    .orderBy("i.created_at", "desc")
    .orderBy("i.id", "desc")
    .execute();
  return rows.map(toInvite);
}

export async function revokeInviteRow(tx: Tx, id: InviteId, at: Date): Promise<void> {
  await tx.sql
    .updateTable("invites")
    .set({ revoked_at: at })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
}

/** Counts one use; false when there is none left, however many ask at once. */
export async function useInvite(tx: Tx, id: InviteId): Promise<boolean> {
  const row = await tx.sql
    .updateTable("invites")
    .set({ uses: sql<number>`uses + 1` })
    .where("id", "=", id)
    .where(sql<boolean>`(max_uses is null or uses < max_uses)`)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes down who asks to come in; who waits already keeps waiting, whose request expired asks anew. */
export async function insertJoinRequests(
  tx: Tx,
  groupId: ConversationId,
  people: readonly { personId: PrincipalId; way: JoinWay }[],
  asked: { invitedBy: PrincipalId | null; inviteId: InviteId | null; at: Date; expiresAt: Date },
): Promise<void> {
  const ids = people.map(({ personId }) => personId);
  await tx.sql
    .updateTable("join_requests")
    .set({ decided_at: asked.at, approved: false })
    .where("group_id", "=", groupId)
    .where("person_id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("decided_at", "is", null)
    .where("expires_at", "<=", asked.at)
    .execute();
  await sql`
    insert into join_requests (id, group_id, person_id, way, invite_id, invited_by, asked_at, expires_at)
    select id, ${groupId}, person_id, way, ${asked.inviteId}::uuid, ${asked.invitedBy}::uuid,
      ${asked.at}::timestamptz, ${asked.expiresAt}::timestamptz
    from unnest(${people.map(() => newId())}::uuid[], ${ids}::uuid[], ${people.map(({ way }) => way)}::text[])
      as t (id, person_id, way)
    on conflict (group_id, person_id) where decided_at is null do nothing`.execute(tx.sql);
}

/** Requests of active people that wait at `now`, oldest first; `ids` and `personId` narrow them. */
export async function readWaitingRequests(
  { sql: from }: Reading,
  groupId: ConversationId,
  now: Date,
  only: { id?: JoinRequestId; personId?: PrincipalId } = {},
): Promise<WaitingRequest[]> {
  const rows = await from
    .selectFrom("join_requests as r")
    .innerJoin("people as p", "p.id", "r.person_id")
    .select(["r.id", "r.group_id", "r.person_id", "r.way", "r.invited_by", "r.asked_at", "r.expires_at"])
    .where("r.group_id", "=", groupId)
    .where("r.decided_at", "is", null)
    .where("r.expires_at", ">", now)
    .$if(only.id !== undefined, (query) => query.where("r.id", "=", only.id ?? ""))
    .$if(only.id === undefined, (query) => query.where("p.status", "=", "active"))
    .$if(only.personId !== undefined, (query) => query.where("r.person_id", "=", only.personId ?? ""))
    .orderBy("r.asked_at")
    .orderBy("r.id")
    .execute();
  return rows.map((row) => ({
    id: row.id as JoinRequestId,
    groupId: row.group_id as ConversationId,
    personId: row.person_id as PrincipalId,
    way: row.way as JoinWay,
    invitedBy: row.invited_by as PrincipalId | null,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
  }));
}

export async function decideRequest(
  tx: Tx,
  id: JoinRequestId,
  decision: { approved: boolean; by: PrincipalId; at: Date },
): Promise<void> {
  await tx.sql
    .updateTable("join_requests")
    .set({ approved: decision.approved, decided_by: decision.by, decided_at: decision.at })
    .where("id", "=", id)
    .execute();
}

/** Ends the waiting requests of people who have come in meanwhile. */
export async function settleRequests(
  tx: Tx,
  groupId: ConversationId,
  ids: readonly PrincipalId[],
  at: Date,
): Promise<void> {
  await tx.sql
    .updateTable("join_requests")
    .set({ approved: true, decided_at: at })
    .where("group_id", "=", groupId)
    .where("person_id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("decided_at", "is", null)
    .execute();
}

/** Notes that requests nobody decided have expired: neither approved nor refused by anybody. */
export async function expireRequests({ sql: from }: Tx, now: Date): Promise<void> {
  await from
    .updateTable("join_requests")
    .set(({ ref }) => ({ decided_at: ref("expires_at"), approved: false }))
    .where("decided_at", "is", null)
    .where("expires_at", "<=", now)
    .execute();
}

/** Forgets invitations that stopped working before that moment. */
export async function deleteInvites({ sql: from }: Tx, before: Date): Promise<void> {
  await from.deleteFrom("invites").where(sql<boolean>`least(expires_at, revoked_at) < ${before}`).execute();
}

/** The invitation as its makers see it. */
export function toWire(invite: StoredInvite): Invite {
  return {
    id: invite.id,
    kind: invite.kind,
    token: invite.token,
    createdBy: invite.createdBy,
    createdAt: invite.createdAt.toISOString(),
    expiresAt: invite.expiresAt.toISOString(),
    uses: invite.uses,
    maxUses: invite.maxUses,
    revoked: invite.revokedAt !== null,
  };
}

function invites(from: Reading["sql"]) {
  return from
    .selectFrom("invites as i")
    .innerJoin("people as p", "p.id", "i.created_by")
    .selectAll("i")
    .select("p.status as maker_status");
}

function toInvite(row: Selectable<Invites> & { maker_status: string }): StoredInvite {
  return {
    id: row.id as InviteId,
    groupId: row.group_id as ConversationId,
    kind: row.kind as "link" | "qr",
    token: row.token,
    createdBy: row.created_by as PrincipalId,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    uses: row.uses,
    maxUses: row.max_uses,
    revokedAt: row.revoked_at,
    makerActive: row.maker_status === "active",
  };
}
