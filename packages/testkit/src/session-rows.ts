import { createHash, randomBytes, randomUUID } from "node:crypto";
import pg from "pg";

/** Somebody with a session: by its bearer token they may call everything that is theirs. */
export interface SignedIn {
  readonly id: string;
  readonly account: string;
  readonly token: string;
}

/**
 * Signs many people in at once by writing what a sign-in and a first own password leave in the store. Hundreds of
 * argon2 runs would take most of a scenario's time; the sign-in itself has tests of its own. Externals go by mobile.
 */
export async function signManyIn(databaseUrl: string, accounts: readonly string[]): Promise<SignedIn[]> {
  const sessions = accounts.map((account) => {
    const token = randomBytes(32).toString("base64url");
    return { account, token, hash: createHash("sha256").update(token).digest(), sessionId: randomUUID() };
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; position: string }>(statement, [
      accounts,
      sessions.map(({ sessionId }) => sessionId),
      sessions.map(({ hash }) => hash),
    ]);
    if (rows.length !== accounts.length) throw new Error(`only ${rows.length} of ${accounts.length} people are known`);
    return rows.map(({ id, position }) => {
      const { account, token } = sessions[Number(position) - 1] as (typeof sessions)[number];
      return { id, account, token };
    });
  } finally {
    await client.end();
  }
}

const statement = `
  with wanted as (
    select p.id, w.session_id, w.hash, w.position
    from unnest($1::text[], $2::uuid[], $3::bytea[]) with ordinality w (login, session_id, hash, position)
      join people p on p.account = w.login or (p.account is null and p.mobile = w.login)
  ), credential as (
    insert into credentials (person_id, password_hash, change_required, changed_at)
    select distinct on (id) id, 'no password fits', false, now() from wanted on conflict do nothing
  ), session as (
    insert into sessions (id, person_id, token_hash, device_name, device_kind, address, created_at, last_seen_at, expires_at)
    select session_id, id, hash, 'testkit', 'desktop', '127.0.0.1', now(), now(), now() + interval '30 days' from wanted
  )
  select id, position from wanted order by position`;
