import type { Entry } from "@qunxin/protocol";

/** Fetched answers of a thread with what the live timeline knows better: newer states, and answers that came since. */
export function threadReplies(fetched: readonly Entry[], live: readonly Entry[], rootSeq: number): readonly Entry[] {
  const bySeq = new Map(fetched.map((entry) => [entry.seq, entry]));
  const first = fetched[0]?.seq ?? 0;
  for (const entry of live) {
    const answers = entry.body.kind === "message" && entry.body.thread === rootSeq && entry.seq >= first;
    if (answers || bySeq.has(entry.seq)) bySeq.set(entry.seq, entry);
  }
  return [...bySeq.values()]
    .filter(({ body }) => body.kind === "message" || body.kind === "recalled")
    .sort((a, b) => a.seq - b.seq);
}
