import { useEffect, useRef } from "react";
import { client } from "../../app/live.ts";
import { isImeKey } from "../../ui/index.ts";
import { neighbour } from "./list-filter.ts";

/** Event on the window that asks the list to put the cursor into its search field. */
export const focusSearchEvent = "qunxin:focus-search";

/** Alt+↑/↓ previous and next conversation, with Shift the next unread one; Ctrl/⌘+K search. */
export function useConversationShortcuts(currentId: string | undefined, open: (id: string) => void): void {
  const latest = useRef({ currentId, open });
  useEffect(() => {
    latest.current = { currentId, open };
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isImeKey(event)) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        window.dispatchEvent(new Event(focusSearchEvent));
      }
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
      if (!event.altKey || event.ctrlKey || event.metaKey || step === null) return;
      event.preventDefault();
      const { items } = client.conversations.getSnapshot();
      const next = neighbour(items, latest.current.currentId, step, event.shiftKey);
      if (next) latest.current.open(next.id);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}
