import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { sql } from "kysely";
import type { Reading } from "../../../platform/database.ts";

export interface ThreadQuery {
  readonly conversationId: ConversationId;
  readonly rootSeq: number;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Seqs of a page of a thread's answers that the viewer may see, ascending. */
export async function readThreadSeqs(
  reading: Reading,
  viewer: PrincipalId,
  { conversationId, rootSeq, before, after, limit }: ThreadQuery,
): Promise<{ seqs: number[]; moreBefore: boolean; moreAfter: boolean }> {
  const forth = after !== undefined;
  const { rows } = await sql<{ seq: number }>`
    select e.seq from members m join entries e on e.conversation_id = m.conversation_id
    where m.conversation_id = ${conversationId} and m.principal_id = ${viewer} and m.present and m.visible @> e.seq
      and e.thread = ${rootSeq} and e.seq > ${after ?? 0} and e.seq < ${before ?? Number.MAX_SAFE_INTEGER}
    order by e.seq ${sql.raw(forth ? "asc" : "desc")} limit ${limit + 1}`.execute(reading.sql);
  const more = rows.length > limit;
  const seqs = rows
    .slice(0, limit)
    .map(({ seq }) => seq)
    .sort((a, b) => a - b);
  return { seqs, moreBefore: forth || more, moreAfter: forth ? more : before !== undefined };
}
