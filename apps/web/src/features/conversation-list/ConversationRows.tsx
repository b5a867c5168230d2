import type { ConversationItem } from "@qunxin/client";
import {
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type PointerEvent,
  Suspense,
  useEffect,
  useRef,
  useState,
} from "react";
import { Virtualizer, type VirtualizerHandle } from "virtua";
import { useT, withTexts } from "../../i18n/index.ts";
import { ContextMenu, isImeKey, useIsPhone } from "../../ui/index.ts";
import { ConversationRow, optionId } from "./ConversationRow.tsx";
import { conversationMenu } from "./conversation-actions.tsx";
import { useNow } from "./use-now.ts";

const SwipeStrip = lazy(withTexts("acts", async () => ({ default: (await import("./SwipeStrip.tsx")).SwipeStrip })));

export interface ConversationRowsProps {
  items: readonly ConversationItem[];
  selectedId: string | undefined;
  onOpen: (item: ConversationItem) => void;
  /** One's own settings took it off the list. */
  onHidden: (item: ConversationItem) => void;
}

/** The virtual listbox of conversations, with one context menu for all rows. */
export function ConversationRows({ items, selectedId, onOpen, onHidden }: ConversationRowsProps) {
  const t = useT();
  const now = useNow();
  const phone = useIsPhone();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef<VirtualizerHandle>(null);
  const [active, setActive] = useState<string | null>(null);
  const menu = useConversationMenu(items, active ?? selectedId);
  const show = (index: number) => rows.current?.scrollToIndex(index, { align: "nearest" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another conversation is opened; news reorder the list without moving the view.
  useEffect(() => {
    const index = items.findIndex(({ id }) => id === selectedId);
    if (index >= 0) rows.current?.scrollToIndex(index, { align: "nearest" });
  }, [selectedId]);
  const onKeyDown = useRovingKeys(items, active ?? selectedId ?? null, (item, index) => {
    setActive(item.id);
    show(index);
  });
  return (
    <>
      <ContextMenu label={t("chat.act.menu")} items={menu.item ? conversationMenu(menu.item, onHidden) : []}>
        <div
          ref={scroller}
          role="listbox"
          aria-label={t("chat.list")}
          aria-activedescendant={active ? optionId(active) : undefined}
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-2 outline-none max-md:touch-pan-y max-md:pb-0"
          onBlur={() => setActive(null)}
          onKeyDown={(event) => {
            if (isImeKey(event.nativeEvent)) return;
            const item = items.find(({ id }) => id === (active ?? selectedId));
            if (item && (event.key === "Enter" || event.key === " ")) {
              event.preventDefault();
              onOpen(item);
            } else onKeyDown(event);
          }}
          {...menu.handlers}
        >
          <Virtualizer ref={rows} scrollRef={scroller} itemSize={64} bufferSize={640} data={items}>
            {/* Elements are made for what is drawn only: there may be thousands. */}
            {(item) => (
              <ConversationRow
                key={item.id}
                item={item}
                selected={item.id === selectedId}
                active={item.id === active}
                now={now}
                onOpen={onOpen}
              />
            )}
          </Virtualizer>
        </div>
      </ContextMenu>
      {phone && (
        <Suspense>
          <SwipeStrip scroller={scroller} items={items} onHidden={onHidden} />
        </Suspense>
      )}
    </>
  );
}

/** Which conversation the menu is for: the one under the mouse or the finger, else where the keyboard stands. */
function useConversationMenu(items: readonly ConversationItem[], focusedId: string | undefined) {
  const [item, setItem] = useState<ConversationItem | null>(null);
  const find = (id: string | null | undefined) => items.find((one) => one.id === id) ?? null;
  return {
    item,
    handlers: {
      onContextMenuCapture(event: MouseEvent) {
        const found = find(conversationUnder(event.target) ?? focusedId);
        if (found) setItem(found);
        else event.stopPropagation();
      },
      // A long press opens the menu without a contextmenu event of its own.
      onPointerDownCapture({ pointerType, target }: PointerEvent) {
        if (pointerType !== "mouse") setItem(find(conversationUnder(target)));
      },
    },
  };
}

function conversationUnder(target: EventTarget): string | null {
  const row = target instanceof Element ? target.closest("[data-conversation]") : null;
  return row?.getAttribute("data-conversation") ?? null;
}

function useRovingKeys(
  items: readonly ConversationItem[],
  current: string | null,
  move: (item: ConversationItem, index: number) => void,
) {
  return (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = items.findIndex(({ id }) => id === current);
    const target = targetOf(event.key, at, items.length);
    const item = target === null ? undefined : items[target];
    if (target === null || !item) return;
    event.preventDefault();
    move(item, target);
  };
}

function targetOf(key: string, at: number, length: number): number | null {
  const last = length - 1;
  switch (key) {
    case "ArrowDown":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "PageDown":
      return Math.min(last, at + 10);
    case "PageUp":
      return Math.max(0, at - 10);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
