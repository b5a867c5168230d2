import type { PrincipalId } from "@qunxin/protocol";
import { sql as raw } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

export interface FactorRecord {
  sealedSecret: Buffer;
  confirmed: boolean;
}

/** Somebody's second factor, confirmed or being set up; null when there is none. */
export async function readFactor({ sql }: Reading, personId: PrincipalId): Promise<FactorRecord | null> {
  const row = await sql
    .selectFrom("second_factors")
    .select(["sealed_secret", "confirmed_at"])
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row ? { sealedSecret: row.sealed_secret, confirmed: row.confirmed_at !== null } : null;
}

/** Begins a second factor anew; answers false, and changes nothing, when there is a confirmed one. */
export async function beginFactor({ sql }: Tx, personId: PrincipalId, sealedSecret: Buffer): Promise<boolean> {
  const { rows } = await raw`
    insert into second_factors as known (person_id, sealed_secret) values (${personId}, ${sealedSecret})
    on conflict (person_id) do update set sealed_secret = excluded.sealed_secret, last_step = 0
    where known.confirmed_at is null returning person_id`.execute(sql);
  return rows.length > 0;
}

/** Takes the code of a step; false when it, or a later one, was taken before. */
export async function takeStep({ sql }: Tx, personId: PrincipalId, step: number): Promise<boolean> {
  const { rows } = await raw`
    update second_factors set last_step = ${step} where person_id = ${personId} and last_step < ${step}
    returning person_id`.execute(sql);
  return rows.length > 0;
}

export async function confirmFactor({ sql }: Tx, personId: PrincipalId, at: Date): Promise<void> {
  await sql.updateTable("second_factors").set({ confirmed_at: at }).where("person_id", "=", personId).execute();
}

/** Removes the factor and its recovery codes; answers whether there was one. */
export async function deleteFactor({ sql }: Tx, personId: PrincipalId): Promise<boolean> {
  await sql.deleteFrom("recovery_codes").where("person_id", "=", personId).execute();
  const { numDeletedRows } = await sql
    .deleteFrom("second_factors")
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** Replaces all recovery codes by those of these hashes, numbered from 0. */
export async function saveRecoveryCodes({ sql }: Tx, personId: PrincipalId, hashes: readonly string[]): Promise<void> {
  await sql.deleteFrom("recovery_codes").where("person_id", "=", personId).execute();
  await sql
    .insertInto("recovery_codes")
    .values(hashes.map((code_hash, number) => ({ person_id: personId, number, code_hash })))
    .execute();
}

/** The hash of the recovery code of that number, if it was not used; else null. */
export async function readRecoveryCode(
  { sql }: Reading,
  personId: PrincipalId,
  number: number,
): Promise<string | null> {
  const row = await sql
    .selectFrom("recovery_codes")
    .select("code_hash")
    .where("person_id", "=", personId)
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.code_hash ?? null;
}

/** Uses a recovery code up; false when another was faster. */
export async function takeRecoveryCode({ sql }: Tx, personId: PrincipalId, hash: string): Promise<boolean> {
  const { numDeletedRows } = await sql
    .deleteFrom("recovery_codes")
    .where("person_id", "=", personId)
    .where("code_hash", "=", hash)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

export async function countRecoveryCodes({ sql }: Reading, personId: PrincipalId): Promise<number> {
  const { count } = await sql
    .selectFrom("recovery_codes")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
