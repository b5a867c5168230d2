import type { ConversationId, Entry } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useCall } from "../../../app/api.ts";
import { client, useStore, useTimeline } from "../../../app/live.ts";

/** Pins come in bursts with other acts: the list is asked for once after them. */
const askedAfterMs = 250;

/** The pinned messages, the latest pinned first, kept up to date. Undefined until known. */
export function usePins(conversationId: ConversationId): readonly Entry[] | undefined {
  const { data, refetch } = useCall("messages.pins", { conversationId }, { placeholderData: keepPreviousData });
  const changes = useStore(client.groupChanges.of(conversationId));
  const { rows } = useTimeline(conversationId);
  const held = useMemo(() => pinnedHere(rows), [rows]);
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what tells that the list may have changed.
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => void refetch(), askedAfterMs);
    return () => clearTimeout(timer);
  }, [changes, held, refetch]);
  const pins = data?.entries;
  return useMemo(() => pins && asTheyAre(pins, rows), [pins, rows]);
}

/** The timeline knows better what it holds: edited since, recalled or no longer pinned. */
function asTheyAre(pins: readonly Entry[], rows: Rows): readonly Entry[] {
  const live = new Map(rows.flatMap((row) => (row.state === "stored" ? [[row.entry.seq, row.entry] as const] : [])));
  return pins
    .map((pin) => live.get(pin.seq) ?? pin)
    .filter(({ body, state }) => body.kind === "message" && state?.pinned);
}

type Rows = ReturnType<typeof useTimeline>["rows"];

function pinnedHere(rows: Rows): string {
  return rows.flatMap((row) => (row.state === "stored" && row.entry.state?.pinned ? [row.entry.seq] : [])).join();
}
