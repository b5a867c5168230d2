import type { ConversationId, GroupOptions, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";

/** Active groups that two people are both in. */
export async function sharedGroups(
  { sql: from }: Reading,
  a: PrincipalId,
  b: PrincipalId,
): Promise<{ id: ConversationId; noPrivateChat: boolean }[]> {
  const { rows } = await sql<{ id: ConversationId; options: Partial<GroupOptions> }>`
    select g.id, g.options
    from members mine
    join members theirs on theirs.conversation_id = mine.conversation_id and theirs.present
    join groups g on g.id = mine.conversation_id and g.state = 'active'
    where mine.principal_id = ${a} and mine.present and theirs.principal_id = ${b}`.execute(from);
  return rows.map(({ id, options }) => ({ id, noPrivateChat: options.noPrivateChat === true }));
}

/** Which of the two are external people. */
export async function externalsAmong({ sql: from }: Reading, ids: readonly PrincipalId[]): Promise<Set<PrincipalId>> {
  const rows = await from
    .selectFrom("people")
    .select("id")
    .where("kind", "=", "external")
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .execute();
  return new Set(rows.map(({ id }) => id as PrincipalId));
}
