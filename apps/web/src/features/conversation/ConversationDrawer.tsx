import { lazy, Suspense } from "react";
import type { PaneDrawer } from "../../app/Panes.tsx";
import { useT, withTexts } from "../../i18n/index.ts";
import { Skeleton } from "../../ui/index.ts";
import { useInfoPanel } from "./use-info-panel.ts";
import { useSidePanel } from "./use-side-panel.ts";

const ConversationInfo = lazy(async () => ({
  default: (await import("./ConversationInfo.tsx")).ConversationInfo,
}));
const ThreadPanel = lazy(
  withTexts("acts", async () => ({ default: (await import("./thread/ThreadPanel.tsx")).ThreadPanel })),
);
const PinsPanel = lazy(withTexts("acts", async () => ({ default: (await import("./pins/PinsPanel.tsx")).PinsPanel })));

const ConversationSearch = lazy(
  withTexts("search", async () => ({
    default: (await import("../search/ConversationSearch.tsx")).ConversationSearch,
  })),
);

/** What the drawer beside a conversation shows; undefined while none is open. */
export function useConversationDrawer(conversationId: string | undefined): PaneDrawer | undefined {
  const t = useT();
  const info = useInfoPanel();
  const { open, root, close } = useSidePanel();
  if (conversationId === undefined) return undefined;
  const shared = { open: open !== null, onClose: close };
  const loading = <Skeleton rows={6} className="p-4" />;
  if (open === "thread" && root !== undefined) {
    const content = <ThreadPanel conversationId={conversationId} rootSeq={root} />;
    return {
      ...shared,
      title: t("chat.panel.thread"),
      filled: true,
      content: <Suspense fallback={loading}>{content}</Suspense>,
    };
  }
  if (open === "search") {
    return {
      ...shared,
      title: t("chat.panel.search"),
      filled: true,
      content: (
        <Suspense fallback={loading}>
          <ConversationSearch key={conversationId} conversationId={conversationId} />
        </Suspense>
      ),
    };
  }
  const content =
    open === "pins" ? (
      <PinsPanel conversationId={conversationId} />
    ) : (
      <ConversationInfo conversationId={conversationId} />
    );
  return {
    ...shared,
    title: open === "pins" ? t("chat.panel.pins") : info.title,
    content: <Suspense fallback={loading}>{content}</Suspense>,
  };
}
