import type { ConversationItem, TimelineRow } from "@qunxin/client";
import { useMemo } from "react";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import { ContextMenu } from "../../../ui/index.ts";
import { TimelineEntry } from "../TimelineEntry.tsx";
import { timelineItems } from "../timeline-items.ts";
import { useRowMenu } from "../use-row-menu.ts";

/** Messages of a thread, drawn as in the main flow, with the same menu. */
export function ThreadRows({ item, rows }: { item: ConversationItem; rows: readonly TimelineRow[] }) {
  const t = useT();
  const me = useShell((state) => state.me?.id ?? null);
  const items = useMemo(() => timelineItems(rows, me, null), [rows, me]);
  const menu = useRowMenu(items);
  return (
    <ContextMenu label={t("chat.message.menu")} items={menu.items} top={menu.top}>
      <div {...menu.handlers}>
        {items.map(({ key, ...one }) => (
          <TimelineEntry
            key={key}
            {...one}
            conversationId={item.id}
            groupId={item.kind === "group" ? item.id : undefined}
            last={false}
            {...noRole}
            flash={false}
            inThread
            onJump={() => undefined}
          />
        ))}
      </div>
    </ContextMenu>
  );
}

/** In a thread it is what is said that counts. */
const noRole = { role: undefined };
