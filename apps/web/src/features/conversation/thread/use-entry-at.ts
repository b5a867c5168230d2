import type { ConversationId, Entry } from "@qunxin/protocol";
import { useCall } from "../../../app/api.ts";
import { useTimeline } from "../../../app/live.ts";

/** A message by its place: from the open timeline, else asked for. Undefined until known, null where it cannot be seen. */
export function useEntryAt(conversationId: ConversationId, seq: number): Entry | null | undefined {
  const { rows } = useTimeline(conversationId);
  const row = rows.find((one) => one.state === "stored" && one.entry.seq === seq);
  const held = row?.state === "stored" ? row.entry : undefined;
  const { data } = useCall(
    "messages.get",
    { conversationId: conversationId, seqs: [seq] },
    { enabled: !held, staleTime: 60_000 },
  );
  const entry = held ?? (data ? (data.entries[0] ?? null) : undefined);
  return entry && entry.body.kind !== "message" ? null : entry;
}
