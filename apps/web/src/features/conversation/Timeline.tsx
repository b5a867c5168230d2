import type { ConversationItem, TimelineState } from "@qunxin/client";
import type { GroupRole, PrincipalId } from "@qunxin/protocol";
import { type Ref, useImperativeHandle, useMemo, useRef } from "react";
import { VList, type VListHandle } from "virtua";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { ContextMenu, EmptyState, Spinner } from "../../ui/index.ts";
import { useUploadRows } from "../uploads/use-upload-rows.ts";
import { JumpPills } from "./JumpPills.tsx";
import { NewsAnnouncer } from "./NewsAnnouncer.tsx";
import { TimelineEntry } from "./TimelineEntry.tsx";
import { isMessage, seqOf, timelineItems } from "./timeline-items.ts";
import { useReadMarks } from "./use-read-marks.ts";
import { useRowMenu } from "./use-row-menu.ts";
import { useTimelineScroll } from "./use-timeline-scroll.ts";
import { useUnreadMarker } from "./use-unread-marker.ts";

export interface TimelineProps {
  item: ConversationItem;
  timeline: TimelineState;
  /** Owner and administrators. */
  staff: ReadonlyMap<PrincipalId, GroupRole>;
  /** Seq to show at first. */
  jumpTo: number | undefined;
  ref?: Ref<TimelineHandle>;
}

export interface TimelineHandle {
  jumpToEnd: () => void;
  jumpTo: (seq: number) => void;
}

/** The messages of a conversation: virtual, loading both ways, staying at the end while news come. */
export function Timeline({ item, timeline, staff, jumpTo, ref }: TimelineProps) {
  const t = useT();
  const me = useShell((state) => state.me?.id ?? null);
  const marker = useUnreadMarker(item);
  const rows = useUploadRows(item.id, timeline.rows);
  const items = useMemo(() => timelineItems(rows, me, marker.readSeq), [rows, me, marker.readSeq]);
  const list = useRef<VListHandle>(null);
  const scroll = useTimelineScroll({ id: item.id, list, items, timeline, jumpTo });
  useImperativeHandle(ref, () => ({ jumpToEnd: scroll.jumpToEnd, jumpTo: scroll.jumpTo }));
  useReadMarks({ item, lastSeenSeq: scroll.seen.last });
  const menu = useRowMenu(items);
  return (
    <div className="relative min-h-0 flex-1">
      <ContextMenu label={t("chat.message.menu")} items={menu.items} top={menu.top}>
        <div className="h-full" {...menu.handlers}>
          <VList
            ref={list}
            role="log"
            aria-label={t("chat.timeline")}
            // Scrolling mounts old rows, which must not be read out as news: see NewsAnnouncer.
            aria-live="off"
            tabIndex={0}
            shift={scroll.shift}
            bufferSize={900}
            onScroll={scroll.scrolled}
            onResize={scroll.resized}
            className="overscroll-contain focus-visible:-outline-offset-2"
            style={{ height: "100%" }}
          >
            {items.map(({ key, ...one }, index) => (
              <TimelineEntry
                key={key}
                {...one}
                groupId={item.kind === "group" ? item.id : undefined}
                conversationId={item.id}
                last={index === items.length - 1}
                role={one.own || !isMessage(one.row) ? undefined : staff.get(authorId(one.row) ?? ("" as PrincipalId))}
                flash={scroll.flashSeq === seqOf(one.row)}
                onJump={scroll.jumpTo}
              />
            ))}
          </VList>
        </div>
      </ContextMenu>
      {items.length === 0 && (
        <EmptyState title={t("chat.timeline.empty")} className="pointer-events-none absolute inset-0" />
      )}
      {timeline.loadingBefore && <OlderSpinner />}
      <JumpPills item={item} marker={marker} scroll={scroll} />
      <NewsAnnouncer rows={timeline.rows} attached={!timeline.moreAfter} />
    </div>
  );
}

function OlderSpinner() {
  const t = useT();
  return (
    <output
      aria-label={t("chat.timeline.loadingOlder")}
      className="pointer-events-none absolute top-2 left-1/2 -translate-x-1/2 rounded-full bg-pane p-2 shadow-pop"
    >
      <Spinner size={16} />
    </output>
  );
}

function authorId(row: TimelineState["rows"][number]): PrincipalId | null {
  return row.state === "stored" ? row.entry.by : null;
}
