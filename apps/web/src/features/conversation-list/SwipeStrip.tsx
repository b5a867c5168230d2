import type { ConversationItem } from "@qunxin/client";
import clsx from "clsx";
import { type RefObject, useEffect, useRef, useState } from "react";
import { client } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import { change } from "./conversation-actions.tsx";
import { isUnread } from "./list-filter.ts";
import { followSwipes, type Swiped } from "./swipes.ts";

export interface SwipeStripProps {
  /** Holds the rows, each marked by `data-conversation`. */
  scroller: RefObject<HTMLElement | null>;
  items: readonly ConversationItem[];
  onHidden: (item: ConversationItem) => void;
}

/** Behind a row that a finger drew to the left: 置顶, 已读, 移除. The row's menu offers the same without a swipe. */
export function SwipeStrip({ scroller, items, onHidden }: SwipeStripProps) {
  const t = useT();
  const [swiped, setSwiped] = useState<Swiped | null>(null);
  const close = useRef<() => void>(() => undefined);
  useEffect(() => {
    if (!scroller.current) return;
    const swipes = followSwipes(scroller.current, setSwiped);
    close.current = swipes.close;
    return swipes.end;
  }, [scroller]);
  const item = swiped && items.find(({ id }) => id === swiped.id);
  if (!item) return null;
  const unread = isUnread(item);
  const done = (act: () => unknown) => () => {
    close.current();
    act();
  };
  const remove = async () => {
    if (!(await change(item, { hidden: true }))) return;
    toast.info(t("chat.act.hidden"));
    onHidden(item);
  };
  const look = "flex w-18 items-center justify-center px-1 text-center text-meta text-white";
  return (
    <div
      className="fixed right-0 z-20 flex overflow-hidden"
      style={{ top: swiped.top, height: swiped.height, width: swiped.width }}
    >
      <button
        type="button"
        className={clsx(look, "bg-brand")}
        onClick={done(() => change(item, { pinned: !item.pinnedAt }))}
      >
        {t(item.pinnedAt ? "acts.swipe.unpin" : "acts.swipe.pin")}
      </button>
      <button
        type="button"
        className={clsx(look, "bg-ink-2 text-pane")}
        onClick={done(() => (unread ? client.conversations.markRead(item.id) : change(item, { markedUnread: true })))}
      >
        {t(unread ? "acts.swipe.read" : "acts.swipe.unread")}
      </button>
      <button type="button" className={clsx(look, "bg-bad text-pane")} onClick={done(() => void remove())}>
        {t("acts.swipe.remove")}
      </button>
    </div>
  );
}
