import type { TimelineState } from "@qunxin/client";
import type { RefObject } from "react";
import type { VListHandle } from "virtua";
import { seqOf, type TimelineItem } from "./timeline-items.ts";

/** What can be seen of a timeline. Seqs are those of stored rows; 0 before the first look. */
export interface Seen {
  readonly atEnd: boolean;
  /** More than a screen away from the end. */
  readonly far: boolean;
  readonly first: number;
  readonly last: number;
}

export interface ScrollSource {
  /** Asks for rows that are not here. */
  loadOlder(): void;
  loadNewer(): void;
  loadAround(seq: number): void;
  loadLatest(): void;
}

export interface ScrollControl {
  /** The rows changed: keeps to the end, or goes on with a jump that waited for rows. */
  rowsChanged(items: readonly TimelineItem[], timeline: TimelineState): void;
  scrolled(): void;
  /** Rows or the view changed their size. */
  resized(): void;
  jumpTo(seq: number): void;
  jumpToEnd(): void;
}

/** Pages are asked for this far before their end comes into view. */
const loadWithinPx = 900;
const endWithinPx = 24;

/** Scrolling of one timeline: sticks to the end, loads both ways, jumps. `seen` is told what is in view, `lit` where a jump ended. */
export function createScrollControl(
  list: RefObject<VListHandle | null>,
  source: ScrollSource,
  seen: (now: Seen) => void,
  lit: (seq: number) => void,
): ScrollControl {
  let items: readonly TimelineItem[] = [];
  let timeline: Pick<TimelineState, "moreBefore" | "moreAfter"> = { moreBefore: false, moreAfter: false };
  let sticks = true;
  let target: number | null = null;
  let outgoing = 0;
  let before = { offset: 0, size: 0 };
  let viewport = 0;
  /** How far the last move upwards went that ended sticking, px. */
  let movedUp = 0;

  const toEnd = () => list.current?.scrollToIndex(items.length - 1, { align: "end" });

  function look(): void {
    const view = list.current;
    if (!view || view.viewportSize === 0) return;
    const bottom = view.scrollOffset + view.viewportSize;
    seen({
      atEnd: isAtEnd(view) && !timeline.moreAfter,
      far: timeline.moreAfter || bottom < view.scrollSize - view.viewportSize,
      first: seqNear(items, view.findItemIndex(view.scrollOffset + 8), 1),
      last: seqNear(items, view.findItemIndex(bottom - 24), -1),
    });
    if (view.scrollOffset < loadWithinPx && timeline.moreBefore) source.loadOlder();
    if (bottom > view.scrollSize - loadWithinPx && timeline.moreAfter && !sticks) source.loadNewer();
  }

  /** Jumps among the rows at hand; false when the message is not among them. */
  function jumpHere(seq: number): boolean {
    const first = items[0];
    if (!first || (seqOf(first.row) > seq && timeline.moreBefore)) return false;
    const index = items.findIndex(({ row }) => seqOf(row) >= seq);
    const found = items[index];
    if (found?.row.state !== "stored") return false;
    sticks = false;
    list.current?.scrollToIndex(index, { align: "center" });
    lit(found.row.entry.seq);
    return true;
  }

  return {
    rowsChanged(nextItems, nextTimeline) {
      items = nextItems;
      timeline = nextTimeline;
      const sending = items.filter(({ row }) => row.state !== "stored").length;
      // One's own new message is shown wherever the view stood.
      if (sending > outgoing) sticks = true;
      outgoing = sending;
      if (target !== null && jumpHere(target)) target = null;
      else if (sticks && target === null && items.length > 0) toEnd();
      requestAnimationFrame(look);
    },
    scrolled() {
      const view = list.current;
      if (!view) return;
      const { scrollOffset: offset, scrollSize: size } = view;
      // Only a move away from the end is a person's: rows that are measured move the view too, but not away from it.
      if (isAtEnd(view)) sticks = !timeline.moreAfter;
      else if (offset < before.offset - 1 && size - offset > before.size - before.offset + 1) {
        movedUp = sticks ? before.offset - offset : 0;
        sticks = false;
      }
      before = { offset, size };
      look();
    },
    resized() {
      const size = list.current?.viewportSize ?? 0;
      // A view that grows at the end is moved by the browser, before it is measured: nobody has scrolled.
      if (movedUp > 0 && Math.abs(size - viewport - movedUp) <= 2) sticks = true;
      movedUp = 0;
      viewport = size;
      if (sticks && target === null && items.length > 0) toEnd();
      look();
    },
    jumpTo(seq) {
      target = null;
      if (jumpHere(seq)) return;
      target = seq;
      sticks = false;
      source.loadAround(seq);
    },
    jumpToEnd() {
      sticks = true;
      target = null;
      if (timeline.moreAfter) source.loadLatest();
      else toEnd();
    },
  };
}

function isAtEnd(view: VListHandle): boolean {
  return view.scrollOffset + view.viewportSize >= view.scrollSize - endWithinPx;
}

/** Seq of the stored row at an index, or of the nearest one in a direction. */
function seqNear(items: readonly TimelineItem[], index: number, step: 1 | -1): number {
  for (let at = index; at >= 0 && at < items.length; at += step) {
    const row = items[at]?.row;
    if (row?.state === "stored") return row.entry.seq;
  }
  return 0;
}
