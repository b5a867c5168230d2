import type { DeviceKind, PrincipalId, PrincipalKind, SessionId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export interface SessionRecord {
  id: SessionId;
  deviceName: string;
  deviceKind: DeviceKind;
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
}

export async function insertSession(
  { sql }: Tx,
  session: {
    id: SessionId;
    personId: PrincipalId;
    tokenHash: Buffer;
    device: { name: string; kind: DeviceKind; address: string };
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  const { id, personId, tokenHash, device, at, expiresAt } = session;
  await sql
    .insertInto("sessions")
    .values({
      id,
      person_id: personId,
      token_hash: tokenHash,
      device_name: device.name,
      device_kind: device.kind,
      address: device.address,
      created_at: at,
      last_seen_at: at,
      expires_at: expiresAt,
    })
    .execute();
}

export interface LiveSession {
  sessionId: SessionId;
  personId: PrincipalId;
  kind: PrincipalKind;
  administrator: boolean;
  passwordChangeRequired: boolean;
  lastSeenAt: Date;
  expiresAt: Date;
}

/** A session, by its token's hash or its id, if it is alive and its person active. */
export async function findLiveSession(
  { sql }: Reading,
  by: { tokenHash: Buffer } | { id: SessionId },
  at: Date,
): Promise<LiveSession | null> {
  const which = "id" in by ? raw`s.id = ${by.id}` : raw`s.token_hash = ${by.tokenHash}`;
  const { rows } = await raw<LiveSession>`
    select s.id as "sessionId", p.id as "personId", p.kind, p.administrator,
      coalesce(c.change_required, true) as "passwordChangeRequired",
      s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt"
    from sessions s join people p on p.id = s.person_id left join credentials c on c.person_id = p.id
    where ${which} and s.ended_at is null and s.expires_at > ${at} and p.status = 'active'`.execute(sql);
  return rows[0] ?? null;
}

/** Notes that a session was used, and moves its end. */
export async function touchSession({ sql }: Tx, id: SessionId, at: Date, expiresAt: Date): Promise<void> {
  await sql
    .updateTable("sessions")
    .set({ last_seen_at: at, expires_at: expiresAt })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .execute();
}

/** Somebody's living sessions, newest first. */
export async function readSessions({ sql }: Reading, personId: PrincipalId, at: Date): Promise<SessionRecord[]> {
  const { rows } = await raw<SessionRecord>`
    select id, device_name as "deviceName", device_kind as "deviceKind", address, created_at as "createdAt",
      last_seen_at as "lastSeenAt"
    from sessions where person_id = ${personId} and ended_at is null and expires_at > ${at}
    order by created_at desc, id desc`.execute(sql);
  return rows;
}

/** Whether that session, alive or not, is this person's. */
export async function ownsSession({ sql }: Reading, personId: PrincipalId, id: SessionId): Promise<boolean> {
  const row = await sql
    .selectFrom("sessions")
    .select("id")
    .where("id", "=", id)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends these sessions and answers which were alive. */
export async function endSessions({ sql }: Tx, ids: readonly SessionId[], at: Date): Promise<SessionId[]> {
  const { rows } = await raw<{ id: SessionId }>`
    update sessions set ended_at = ${at} where id = any(${ids}::uuid[]) and ended_at is null returning id`.execute(sql);
  return rows.map(({ id }) => id);
}

/** Ends all sessions of these people except one, and answers which were alive. */
export async function endSessionsOf(
  { sql }: Tx,
  personIds: readonly PrincipalId[],
  at: Date,
  except: SessionId | null = null,
): Promise<SessionId[]> {
  const { rows } = await raw<{ id: SessionId }>`
    update sessions set ended_at = ${at}
    where person_id = any(${personIds}::uuid[]) and ended_at is null and id is distinct from ${except}::uuid
    returning id`.execute(sql);
  return rows.map(({ id }) => id);
}

/** Forgets sessions that ended, or ran out, before that moment. */
export async function deleteSessions({ sql }: Tx, before: Date): Promise<void> {
  await raw`delete from sessions where least(ended_at, expires_at) < ${before}`.execute(sql);
}
