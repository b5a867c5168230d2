import type { NotificationSettings, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading, Tx } from "../../platform/database.ts";

/** What is stored of these people; those with nothing are left out. */
export async function readSettings(
  reading: Reading,
  ids: readonly PrincipalId[],
): Promise<Map<PrincipalId, Partial<NotificationSettings>>> {
  const { rows } = await sql<{ id: PrincipalId; settings: Partial<NotificationSettings> }>`
    select person_id as id, settings from notification_settings
    where person_id = any(${[...ids]}::uuid[])`.execute(reading.sql);
  return new Map(rows.map(({ id, settings }) => [id, settings]));
}

/** Changes the given parts. */
export async function saveSettings(tx: Tx, id: PrincipalId, change: Partial<NotificationSettings>): Promise<void> {
  await sql`
    insert into notification_settings (person_id, settings) values (${id}, ${JSON.stringify(change)}::jsonb)
    on conflict (person_id) do update
      set settings = notification_settings.settings || excluded.settings`.execute(tx.sql);
}
