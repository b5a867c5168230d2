import type { CompanyInfo, Locale, Policy } from "@qunxin/protocol";
import type { Reading, Tx } from "../../platform/database.ts";

export interface StoredCompany {
  info: CompanyInfo;
  /** As stored: keys of later versions may be missing. */
  policy: Partial<Policy>;
}

/** The company, null before set-up. */
export async function readCompany({ sql }: Reading): Promise<StoredCompany | null> {
  const row = await sql.selectFrom("company").selectAll().executeTakeFirst();
  if (!row) return null;
  return {
    info: { name: row.name, timeZone: row.time_zone, locale: row.locale as Locale },
    policy: row.policy as Partial<Policy>,
  };
}

/** The stored policy, locked until the transaction ends. */
export async function lockPolicy({ sql }: Tx): Promise<Partial<Policy>> {
  const row = await sql.selectFrom("company").select("policy").forUpdate().executeTakeFirstOrThrow();
  return row.policy as Partial<Policy>;
}

/** Replaces the policy. */
export async function savePolicy({ sql }: Tx, policy: Policy): Promise<void> {
  await sql
    .updateTable("company")
    .set({ policy: JSON.stringify(policy) })
    .execute();
}

/** Inserts the one company; a second insert violates its primary key. */
export async function insertCompany({ sql }: Tx, info: CompanyInfo, policy: Policy, at: Date): Promise<void> {
  await sql
    .insertInto("company")
    .values({
      name: info.name,
      time_zone: info.timeZone,
      locale: info.locale,
      policy: JSON.stringify(policy),
      created_at: at,
    })
    .execute();
}
