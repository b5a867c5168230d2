import type { TimelineState } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { VListHandle } from "virtua";
import { client } from "../../app/live.ts";
import { createScrollControl, type ScrollControl, type Seen } from "./scroll-control.ts";
import type { TimelineItem } from "./timeline-items.ts";

export interface TimelineScrollInput {
  id: ConversationId;
  list: RefObject<VListHandle | null>;
  items: readonly TimelineItem[];
  timeline: TimelineState;
  /** Seq to show at first instead of the end. */
  jumpTo: number | undefined;
}

export interface TimelineScroll extends Pick<ScrollControl, "scrolled" | "resized" | "jumpTo" | "jumpToEnd"> {
  /** For virtua: true only for the render that changes rows at the start. */
  shift: boolean;
  seen: Seen;
  /** Row to light up after a jump. */
  flashSeq: number | null;
}

const flashMs = 1_800;
const nothingSeen: Seen = { atEnd: true, far: false, first: 0, last: 0 };

/** Ties the scroll control of a timeline to its rows. The component must be keyed by conversation. */
export function useTimelineScroll({ id, list, items, timeline, jumpTo }: TimelineScrollInput): TimelineScroll {
  const [seen, setSeen] = useState(nothingSeen);
  const [flashSeq, setFlashSeq] = useState<number | null>(null);
  const [control] = useState(() =>
    createScrollControl(
      list,
      sourceOf(id),
      (now) => setSeen((before) => (same(before, now) ? before : now)),
      setFlashSeq,
    ),
  );
  useLayoutEffect(() => control.rowsChanged(items, timeline), [control, items, timeline]);
  useLayoutEffect(() => {
    if (jumpTo !== undefined) control.jumpTo(jumpTo);
  }, [control, jumpTo]);
  useEffect(() => {
    if (flashSeq === null) return;
    const timer = setTimeout(() => setFlashSeq(null), flashMs);
    return () => clearTimeout(timer);
  }, [flashSeq]);
  const { scrolled, resized, jumpToEnd } = control;
  return { shift: useShift(items), seen, flashSeq, scrolled, resized, jumpTo: control.jumpTo, jumpToEnd };
}

/** True for the one render whose rows were added or removed at the start. */
function useShift(items: readonly TimelineItem[]): boolean {
  const before = useRef(items);
  const shift = movedAtStart(before.current, items);
  useLayoutEffect(() => {
    before.current = items;
  });
  return shift;
}

function movedAtStart(before: readonly TimelineItem[], now: readonly TimelineItem[]): boolean {
  const [old] = before;
  const [first] = now;
  if (!old || !first || old.key === first.key) return false;
  return now.some(({ key }) => key === old.key) || before.some(({ key }) => key === first.key);
}

function sourceOf(id: ConversationId) {
  return {
    loadOlder: () => void client.timelines.loadOlder(id),
    loadNewer: () => void client.timelines.loadNewer(id),
    loadAround: (seq: number) => void client.timelines.loadAround(id, seq),
    loadLatest: () => void client.timelines.loadLatest(id),
  };
}

function same(one: Seen, other: Seen): boolean {
  return one.atEnd === other.atEnd && one.far === other.far && one.first === other.first && one.last === other.last;
}
