import type { PrincipalId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export interface CredentialRecord {
  hash: string;
  changeRequired: boolean;
}

/** The password of somebody; null while only the initial one is there. */
export async function readCredential({ sql }: Reading, personId: PrincipalId): Promise<CredentialRecord | null> {
  const row = await sql
    .selectFrom("credentials")
    .select(["password_hash", "change_required"])
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row ? { hash: row.password_hash, changeRequired: row.change_required } : null;
}

/** When the password was given that somebody has not replaced yet; null when they have one of their own. */
export async function readGivenAt({ sql }: Reading, personId: PrincipalId): Promise<Date | null> {
  const { rows } = await raw<{ givenAt: Date | null }>`
    select case when c.person_id is null then p.created_at when c.change_required then c.changed_at end as "givenAt"
    from people p left join credentials c on c.person_id = p.id where p.id = ${personId}`.execute(sql);
  return rows[0]?.givenAt ?? null;
}

/** Sets somebody's password. */
export async function saveCredential(
  { sql }: Tx,
  credential: CredentialRecord & { personId: PrincipalId; at: Date },
): Promise<void> {
  const { personId, hash, changeRequired, at } = credential;
  const values = { password_hash: hash, change_required: changeRequired, changed_at: at };
  await sql
    .insertInto("credentials")
    .values({ person_id: personId, ...values })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(values))
    .execute();
}

/**
 * Counts an attempt as wrong before it is judged, so that simultaneous ones cannot outrun the lock. Counts older than
 * `forgetBefore` begin again.
 * Answers the wrong ones in a row including this, or until when the subject is locked.
 */
export async function countAttempt(
  { sql }: Tx,
  attempt: { subject: string; at: Date; forgetBefore: Date },
): Promise<{ failures: number } | { lockedUntil: Date }> {
  const { subject, at, forgetBefore } = attempt;
  const { rows } = await raw<{ failures: number }>`
    insert into sign_in_failures as known (subject, failures, last_at) values (${subject}, 1, ${at})
    on conflict (subject) do update set
      failures = case when known.last_at <= ${forgetBefore} then 1 else known.failures + 1 end,
      locked_until = null, last_at = ${at}
    where known.locked_until is null or known.locked_until <= ${at}
    returning failures`.execute(sql);
  if (rows[0]) return rows[0];
  const { locked_until } = await sql
    .selectFrom("sign_in_failures")
    .select("locked_until")
    .where("subject", "=", subject)
    .executeTakeFirstOrThrow();
  return { lockedUntil: locked_until ?? at };
}

export async function lockSubject({ sql }: Tx, subject: string, until: Date): Promise<void> {
  await sql.updateTable("sign_in_failures").set({ locked_until: until }).where("subject", "=", subject).execute();
}

/** Forgets the wrong attempts of a subject. */
export async function clearFailures({ sql }: Tx, subject: string): Promise<void> {
  await sql.deleteFrom("sign_in_failures").where("subject", "=", subject).execute();
}

/** Forgets what is too old to matter. */
export async function dropOldFailures({ sql }: Tx, before: Date): Promise<void> {
  await sql.deleteFrom("sign_in_failures").where("last_at", "<", before).execute();
}

/** One row of the list of initial passwords. */
export interface NewcomerRecord {
  id: PrincipalId;
  name: string;
  account: string;
  departments: string;
  createdAt: Date;
}

/** Active employees after `after` in id order who have no password of their own yet; `limit` at most. */
export async function readNewcomers({ sql }: Reading, after: string, limit: number): Promise<NewcomerRecord[]> {
  const { rows } = await raw<NewcomerRecord>`
    select p.id, p.name, p.account, p.created_at as "createdAt", coalesce((
      select string_agg(coalesce(nullif(d.name_path, ''), d.name), ';' order by pl.rank)
      from placements pl join departments d on d.id = pl.department_id where pl.person_id = p.id), '') as departments
    from people p
    where p.kind = 'employee' and p.status = 'active' and p.id > ${after}::uuid
      and not exists (select from credentials c where c.person_id = p.id)
    order by p.id limit ${limit}`.execute(sql);
  return rows;
}
