import type { ConversationId, Entry, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../platform/database.ts";
import { type EntryRow, toEntry } from "../log/index.ts";
import type { MessagePlace } from "./content.ts";

/** That places are equal, as a key of maps. */
export function placeKey({ conversationId, seq }: MessagePlace): string {
  return `${conversationId} ${seq}`;
}

/**
 * Those of the messages that the viewer may see now, by `placeKey`: present, within what they may read, neither
 * recalled nor deleted for themselves. In one statement, so that nobody reads past their going.
 */
export async function readVisible(
  reading: Reading,
  viewer: PrincipalId,
  places: readonly MessagePlace[],
): Promise<Map<string, Entry>> {
  if (places.length === 0) return new Map();
  const { rows } = await sql<EntryRow & { conversation_id: ConversationId }>`
    select e.conversation_id, e.seq, e.id, e.ordinal, e.author_id, e.client_id, e.body, e.created_at,
      e.recalled_at, e.recalled_by
    from unnest(${places.map((p) => p.conversationId)}::uuid[], ${places.map((p) => p.seq)}::bigint[]) as p (c, seq)
    join members m on m.conversation_id = p.c and m.principal_id = ${viewer} and m.present and m.visible @> p.seq
    join entries e on e.conversation_id = p.c and e.seq = p.seq
    where e.kind = 'message' and e.recalled_at is null and not exists (select 1 from hidden_entries h
      where h.conversation_id = p.c and h.principal_id = ${viewer} and h.seq = p.seq)`.execute(reading.sql);
  return new Map(rows.map((row) => [placeKey({ conversationId: row.conversation_id, seq: row.seq }), toEntry(row)]));
}
