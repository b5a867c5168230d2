import type { ConversationItem, TimelineState } from "@qunxin/client";
import type { Entry } from "@qunxin/protocol";
import { lazy, type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { client } from "../../app/live.ts";
import { useT, withTexts } from "../../i18n/index.ts";
import { isImeKey, toast } from "../../ui/index.ts";
import { NicknamesContext, useNicknames } from "../groups/use-nicknames.ts";
import { ViewerHost } from "../viewer/ViewerHost.tsx";
import { AnnouncementBar } from "./AnnouncementBar.tsx";
import { useActing } from "./acts/acting.ts";
import { ActsContext } from "./acts/acts-context.ts";
import { useActs } from "./acts/use-acts.ts";
import { WritingArea } from "./acts/WritingArea.tsx";
import { ConversationHeader } from "./ConversationHeader.tsx";
import type { ComposerHandle } from "./composer/Composer.tsx";
import { ComposerPlaceholder } from "./composer/ComposerPlaceholder.tsx";
import { Timeline, type TimelineHandle } from "./Timeline.tsx";
import { useGroupDetails, useStaff } from "./use-group-details.ts";
import { useInfoPanel } from "./use-info-panel.ts";
import { useSidePanel } from "./use-side-panel.ts";

// Comes beside the messages, not before them.
const composer = import("./composer/Composer.tsx");
const Composer = lazy(async () => ({ default: (await composer).Composer }));

const PinBar = lazy(withTexts("acts", async () => ({ default: (await import("./pins/PinBar.tsx")).PinBar })));

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
  usePanelShortcuts();
  const acts = useActs(item.id, (entry) => {
    setReplyTo(entry);
    // A menu gives the focus back to its message first.
    setTimeout(() => writing.current?.focus(), 60);
  });
  const panel = useSidePanel();
  useWantedMessage(log);
  return (
    <NicknamesContext value={nicknames}>
      <ActsContext value={acts}>
        <div data-drop-area className="flex min-h-0 flex-1 flex-col">
          <ConversationHeader item={item} details={details} />
          {details?.announcement && (
            <AnnouncementBar
              conversationId={item.id}
              announcement={details.announcement}
              staff={item.role === "owner" || item.role === "administrator"}
            />
          )}
          <Suspense>
            <PinBar
              conversationId={item.id}
              onJump={(seq) => log.current?.jumpTo(seq)}
              onList={() => panel.show("pins")}
            />
          </Suspense>
          <Timeline ref={log} item={item} timeline={timeline} staff={staff} jumpTo={jumpTo} />
          <WritingArea item={item} details={details} rows={timeline.rows} onDone={() => writing.current?.focus()}>
            <Suspense fallback={<ComposerPlaceholder id={item.id} />}>
              <Composer
                ref={writing}
                item={item}
                details={details}
                replyTo={replyTo}
                onReplyDone={() => setReplyTo(null)}
                onEscape={() => log.current?.jumpToEnd()}
              />
            </Suspense>
          </WritingArea>
        </div>
        <ViewerHost />
      </ActsContext>
    </NicknamesContext>
  );
}

/** Shows what is asked for from beside the timeline. */
function useWantedMessage(log: RefObject<TimelineHandle | null>): void {
  const wanted = useActing((state) => state.wanted);
  useEffect(() => {
    if (wanted) log.current?.jumpTo(wanted.seq);
  }, [wanted, log]);
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

/** Ctrl/⌘+I opens and closes the information drawer, Ctrl/⌘+F opens the search of the conversation. */
function usePanelShortcuts(): void {
  const { toggle } = useInfoPanel();
  const { show } = useSidePanel();
  const latest = useRef({ toggle, show });
  useEffect(() => {
    latest.current = { toggle, show };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isImeKey(event) || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== "i" && key !== "f") return;
      event.preventDefault();
      if (key === "i") latest.current.toggle();
      else latest.current.show("search");
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
