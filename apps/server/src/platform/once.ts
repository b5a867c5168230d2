import { fail } from "@qunxin/protocol";
import type { Clock } from "./clock.ts";
import type { Transact, Tx } from "./database.ts";

/** Nobody retries a call this much later. */
const keptMs = 7 * 24 * 3_600_000;

/**
 * Makes a creating call idempotent: the first call with `key` does `work` and stores its answer in the same
 * transaction; a later or simultaneous one waits and gets that answer.
 * @throws request/key_reused when the key was used for another call.
 */
export async function once<Answer>(
  tx: Tx,
  request: { actorId: string; key: string; call: string; at: Date },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const { actorId, key, call, at } = request;
  const fresh = await tx.sql
    .insertInto("request_keys")
    .values({ actor_id: actorId, key, call, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning("key")
    .executeTakeFirst();
  const row = tx.sql.selectFrom("request_keys").where("actor_id", "=", actorId).where("key", "=", key);
  if (!fresh) {
    const stored = await row.select(["call", "answer"]).executeTakeFirstOrThrow();
    if (stored.call !== call) fail("request/key_reused");
    return stored.answer as Answer;
  }
  const answer = await work();
  await tx.sql
    .updateTable("request_keys")
    .set({ answer: JSON.stringify(answer) })
    .where("actor_id", "=", actorId)
    .where("key", "=", key)
    .execute();
  return answer;
}

/** Forgets the keys of calls nobody will retry any more; for the housekeeping. */
export async function sweepRequestKeys({ transact, clock }: { transact: Transact; clock: Clock }): Promise<void> {
  const before = new Date(clock.now().getTime() - keptMs);
  await transact(({ sql }) => sql.deleteFrom("request_keys").where("created_at", "<", before).execute());
}
