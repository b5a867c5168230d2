import type { ConversationItem, TimelineState } from "@qunxin/client";
import type { Entry } from "@qunxin/protocol";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { client } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { isImeKey, toast } from "../../ui/index.ts";
import { NicknamesContext, useNicknames } from "../groups/use-nicknames.ts";
import { ViewerHost } from "../viewer/ViewerHost.tsx";
import { AnnouncementBar } from "./AnnouncementBar.tsx";
import { ConversationHeader } from "./ConversationHeader.tsx";
import type { ComposerHandle } from "./composer/Composer.tsx";
import { Timeline, type TimelineHandle } from "./Timeline.tsx";
import { useGroupDetails, useStaff } from "./use-group-details.ts";
import { useInfoPanel } from "./use-info-panel.ts";

// Comes beside the messages, not before them.
const composer = import("./composer/Composer.tsx");
const Composer = lazy(async () => ({ default: (await composer).Composer }));

export interface OpenConversationProps {
  item: ConversationItem;
  timeline: TimelineState;
  /** Seq to show at first, from the URL. */
  jumpTo: number | undefined;
}

/** A conversation one is in. */
export function OpenConversation({ item, timeline, jumpTo }: OpenConversationProps) {
  const group = item.kind === "group";
  const details = useGroupDetails(item.id, group).data;
  const staff = useStaff(details);
  const nicknames = useNicknames(details);
  const writing = useRef<ComposerHandle>(null);
  const log = useRef<TimelineHandle>(null);
  const [replyTo, setReplyTo] = useState<Entry | null>(null);
  useWarnings(item.id);
  useInfoShortcut();
  const reply = (entry: Entry) => {
    setReplyTo(entry);
    writing.current?.focus();
  };
  return (
    <NicknamesContext value={nicknames}>
      <div className="flex min-h-0 flex-1 flex-col">
        <ConversationHeader item={item} details={details} />
        {details?.announcement && (
          <AnnouncementBar
            conversationId={item.id}
            announcement={details.announcement}
            staff={item.role === "owner" || item.role === "administrator"}
          />
        )}
        <Timeline ref={log} item={item} timeline={timeline} staff={staff} jumpTo={jumpTo} onReply={reply} />
        <Suspense fallback={<div className="h-42 shrink-0 border-t border-line bg-pane max-md:h-14.25" />}>
          <Composer
            ref={writing}
            item={item}
            details={details}
            replyTo={replyTo}
            onReplyDone={() => setReplyTo(null)}
            onEscape={() => log.current?.jumpToEnd()}
          />
        </Suspense>
      </div>
      <ViewerHost />
    </NicknamesContext>
  );
}

function useWarnings(id: ConversationItem["id"]): void {
  const t = useT();
  useEffect(
    () =>
      client.onWarning(({ conversationId }) => {
        if (conversationId === id) toast.info(t("chat.composer.allDenied"));
      }),
    [id, t],
  );
}

/** Ctrl/⌘+I opens and closes the information drawer. */
function useInfoShortcut(): void {
  const { toggle } = useInfoPanel();
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isImeKey(event) || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key.toLowerCase() !== "i") return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
