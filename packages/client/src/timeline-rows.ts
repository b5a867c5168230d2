import type { ClientMessageId, Entry, Failure, PrincipalId } from "@qunxin/protocol";
import type { MessageDraft, OutboxItem } from "./outbox.ts";

export type TimelineRow =
  | { readonly key: string; readonly state: "stored"; readonly entry: Entry }
  | {
      readonly key: string;
      readonly state: "pending" | "failed";
      readonly clientId: ClientMessageId;
      readonly draft: MessageDraft;
      readonly at: string;
      readonly error: Failure | null;
    };

/** The same entry always gives the same row object, so that views redraw only what is new. */
export function createRows(me: () => PrincipalId | null): (entry: Entry) => TimelineRow {
  const rows = new WeakMap<Entry, TimelineRow>();
  return (entry) => {
    const found = rows.get(entry);
    if (found) return found;
    const key = entry.clientId !== null && entry.by === me() ? entry.clientId : entry.id;
    const row: TimelineRow = { key, state: "stored", entry };
    rows.set(entry, row);
    return row;
  };
}

/** A message on its way, as the timeline shows it. */
export function outgoingRow({ clientId, draft, at, state, error }: OutboxItem): TimelineRow {
  return { key: clientId, state: state === "failed" ? "failed" : "pending", clientId, draft, at, error };
}
