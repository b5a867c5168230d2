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
  /** Whether the person has a second factor. */
  secondFactor: boolean;
  createdAt: Date;
  lastSeenAt: Date;
}

/** When it is, and since when a session may be open at the longest. */
export interface Moment {
  at: Date;
  openedAfter: Date;
}

/** What makes the row `s` of a session one that is alive. */
const isAlive = ({ at, openedAfter }: Moment) =>
  raw`s.ended_at is null and s.expires_at > ${at} and s.created_at > ${openedAfter}`;

/** Those of the sessions that are alive, of people who are active. */
export async function findLiveAmong(
  { sql }: Reading,
  ids: readonly SessionId[],
  moment: Moment,
): Promise<readonly SessionId[]> {
  const { rows } = await raw<{ id: SessionId }>`
    select s.id from sessions s join people p on p.id = s.person_id
    where s.id = any(${ids}::uuid[]) and ${isAlive(moment)} and p.status = 'active'`.execute(sql);
  return rows.map(({ id }) => id);
}

const liveSession = (moment: Moment) => raw`
    select s.id as "sessionId", p.id as "personId", p.kind, p.administrator,
      coalesce(c.change_required, true) as "passwordChangeRequired",
      exists (select from second_factors f where f.person_id = p.id and f.confirmed_at is not null) as "secondFactor",
      s.created_at as "createdAt", s.last_seen_at as "lastSeenAt", encode(s.token_hash, 'base64') as "tokenHash"
    from sessions s join people p on p.id = s.person_id left join credentials c on c.person_id = p.id
    where ${isAlive(moment)} and p.status = 'active'`;

/** A session by its id, if it is alive and its person active. */
export async function findLiveSession({ sql }: Reading, id: SessionId, moment: Moment): Promise<LiveSession | null> {
  const { rows } = await raw<LiveSession>`${liveSession(moment)} and s.id = ${id}`.execute(sql);
  return rows[0] ?? null;
}

/** Sessions that are alive and whose person is active, by the hashes of their tokens in base64. */
export async function findLiveSessions(
  { sql }: Reading,
  hashes: readonly string[],
  moment: Moment,
): Promise<Map<string, LiveSession>> {
  const bytes = hashes.map((hash) => Buffer.from(hash, "base64"));
  const { rows } = await raw<LiveSession & { tokenHash: string }>`
    ${liveSession(moment)} and s.token_hash = any(${bytes}::bytea[])`.execute(sql);
  return new Map(rows.map(({ tokenHash, ...session }) => [tokenHash, session]));
}

/** Notes that sessions were used, and moves their end. */
export async function touchSessions({ sql }: Tx, ids: readonly SessionId[], at: Date, expiresAt: Date): Promise<void> {
  await raw`
    with held as (select id from sessions where id = any(${[...ids]}::uuid[]) and ended_at is null order by id for update)
    update sessions s set last_seen_at = ${at}::timestamptz, expires_at = ${expiresAt}::timestamptz
    from held where s.id = held.id`.execute(sql);
}

/** Somebody's living sessions, newest first. */
export async function readSessions({ sql }: Reading, personId: PrincipalId, moment: Moment): Promise<SessionRecord[]> {
  const { rows } = await raw<SessionRecord>`
    select s.id, s.device_name as "deviceName", s.device_kind as "deviceKind", s.address,
      s.created_at as "createdAt", s.last_seen_at as "lastSeenAt"
    from sessions s where s.person_id = ${personId} and ${isAlive(moment)}
    order by s.created_at desc, s.id desc`.execute(sql);
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

/** Ends all sessions that have run out, and answers which. */
export async function endOverdue({ sql }: Tx, { at, openedAfter }: Moment): Promise<SessionId[]> {
  const { rows } = await raw<{ id: SessionId }>`
    update sessions set ended_at = ${at}
    where ended_at is null and (expires_at <= ${at} or created_at <= ${openedAfter}) returning id`.execute(sql);
  return rows.map(({ id }) => id);
}

/** Forgets sessions that ended, or ran out, before that moment. */
export async function deleteSessions({ sql }: Tx, before: Date): Promise<void> {
  await raw`delete from sessions where least(ended_at, expires_at) < ${before}`.execute(sql);
}
