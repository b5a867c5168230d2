import type { TimelineRow } from "@qunxin/client";
import type { ConversationId, Entry, GroupRole } from "@qunxin/protocol";
import clsx from "clsx";
import { lazy, memo, Suspense } from "react";
import { listTime, t as text, useT } from "../../i18n/index.ts";
import { rowParts } from "./acts/row-loader.ts";
import { MessageRow } from "./MessageRow.tsx";
import { SystemRow } from "./SystemRow.tsx";
import { isMessage } from "./timeline-items.ts";

export interface TimelineEntryProps {
  conversationId: ConversationId;
  /** The same, in groups only: cards opened from here obey the group's options. */
  groupId: ConversationId | undefined;
  row: TimelineRow;
  day: string | null;
  unread: boolean;
  head: boolean;
  own: boolean;
  last: boolean;
  /** Role of the author, if owner or administrator. */
  role: GroupRole | undefined;
  flash: boolean;
  /** Drawn in the panel of its thread. */
  inThread?: boolean | undefined;
  onJump: (seq: number) => void;
}

/** One row of the timeline with the dividers above it. */
export const TimelineEntry = memo(function TimelineEntry(props: TimelineEntryProps) {
  const { row, day, unread, last } = props;
  return (
    <div data-row={row.key} className={clsx("px-5 max-md:px-3", last && "pb-4")}>
      {day && <DayDivider at={day} />}
      {unread && <UnreadDivider />}
      {isMessage(row) ? (
        <MessageRow {...props} />
      ) : (
        row.state === "stored" && <SystemLine entry={row.entry} {...props} />
      )}
    </div>
  );
});

function SystemLine({ entry, conversationId, own }: TimelineEntryProps & { entry: Entry }) {
  if (entry.body.kind !== "recalled") return <SystemRow entry={entry} />;
  return (
    <SystemRow entry={entry}>
      {own && (
        <Suspense>
          <RecalledActs conversationId={conversationId} entry={entry} />
        </Suspense>
      )}
    </SystemRow>
  );
}

const RecalledActs = lazy(async () => ({ default: (await rowParts()).RecalledActs }));

function DayDivider({ at }: { at: string }) {
  useT();
  return <p className="pt-4 pb-1 text-center text-mini text-ink-3">{dayName(new Date(at), new Date())}</p>;
}

/** 今天, 昨天, 周三, 11-18. */
function dayName(at: Date, now: Date): string {
  return at.toDateString() === now.toDateString() ? text("chat.day.today") : listTime(at, now);
}

function UnreadDivider() {
  const t = useT();
  return (
    <div className="flex items-center gap-4 pt-4 pb-1 text-meta text-brand-ink">
      <span aria-hidden className="h-px flex-1 bg-brand/35" />
      {t("chat.timeline.newMessages")}
      <span aria-hidden className="h-px flex-1 bg-brand/35" />
    </div>
  );
}
