import type { ConversationItem } from "@qunxin/client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useT } from "../../i18n/index.ts";
import type { TimelineScroll } from "./use-timeline-scroll.ts";
import type { UnreadMarker } from "./use-unread-marker.ts";

export interface JumpPillsProps {
  item: ConversationItem;
  marker: UnreadMarker;
  scroll: TimelineScroll;
}

/** Ways to what is out of view: the first unread message above, the newest one below. */
export function JumpPills({ item, marker, scroll }: JumpPillsProps) {
  return (
    <>
      <UnreadPill marker={marker} scroll={scroll} />
      <NewestPill item={item} scroll={scroll} />
    </>
  );
}

function UnreadPill({ marker, scroll }: Omit<JumpPillsProps, "item">) {
  const t = useT();
  const [done, setDone] = useState<UnreadMarker | null>(null);
  const target = marker.mentionSeq ?? (marker.readSeq === null ? null : marker.readSeq + 1);
  const { first } = scroll.seen;
  const reached = target !== null && first > 0 && first <= target;
  useEffect(() => {
    if (reached) setDone(marker);
  }, [reached, marker]);
  if (target === null || first === 0 || reached || done === marker) return null;
  const text = t(marker.mentionSeq === null ? "chat.jump.unread" : "chat.jump.mention", { count: marker.count });
  return (
    <Pill
      place="top"
      icon={<ArrowUp size={14} aria-hidden />}
      text={text}
      onClick={() => {
        setDone(marker);
        scroll.jumpTo(target);
      }}
    />
  );
}

function NewestPill({ item, scroll }: Omit<JumpPillsProps, "marker">) {
  const t = useT();
  const { atEnd, far } = scroll.seen;
  const [ordinalAtEnd, setOrdinalAtEnd] = useState(item.lastOrdinal);
  useEffect(() => {
    if (atEnd) setOrdinalAtEnd(item.lastOrdinal);
  }, [atEnd, item.lastOrdinal]);
  const count = atEnd ? 0 : item.lastOrdinal - ordinalAtEnd;
  if (atEnd || (count === 0 && !far)) return null;
  return (
    <Pill
      place="bottom"
      icon={<ArrowDown size={14} aria-hidden />}
      text={count > 0 ? t("chat.jump.unread", { count }) : t("chat.jump.latest")}
      onClick={scroll.jumpToEnd}
    />
  );
}

interface PillProps {
  place: "top" | "bottom";
  icon: ReactNode;
  text: string;
  onClick: () => void;
}

function Pill({ place, icon, text, onClick }: PillProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={`absolute right-5 flex h-8 animate-fade-in items-center gap-1.5 rounded-full bg-pane px-3.5 text-meta text-brand-ink shadow-pop hover:bg-hover max-md:right-3 max-md:h-11 ${place === "top" ? "top-3" : "bottom-3"}`}
    >
      {icon}
      {text}
    </button>
  );
}
