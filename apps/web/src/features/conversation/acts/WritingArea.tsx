import type { ConversationItem, TimelineState } from "@qunxin/client";
import type { GroupDetails } from "@qunxin/protocol";
import { type KeyboardEvent, lazy, type ReactNode, Suspense } from "react";
import { withTexts } from "../../../i18n/index.ts";
import { isImeKey } from "../../../ui/index.ts";
import { stopEditing, useActing } from "./acting.ts";

const load = withTexts("acts", () => import("./writing-parts.ts"));
const EditComposer = lazy(async () => ({ default: (await load()).EditComposer }));
const SelectionBar = lazy(async () => ({ default: (await load()).SelectionBar }));
const ActDialogs = lazy(async () => ({ default: (await load()).ActDialogs }));

export interface WritingAreaProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
  rows: TimelineState["rows"];
  /** Back to the composer. */
  onDone: () => void;
  /** The composer. */
  children: ReactNode;
}

/** The composer or, for as long as that is done, the change of a message or the acts on several chosen ones. */
export function WritingArea({ item, details, rows, onDone, children }: WritingAreaProps) {
  const { editing, picked, dialog } = useActing();
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    if (event.key !== "ArrowUp" || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    if (!(target instanceof HTMLTextAreaElement) || target.value !== "" || isImeKey(event.nativeEvent)) return;
    event.preventDefault();
    void load().then(({ editLastOwn }) => editLastOwn(item.id, rows));
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a key of the composer within, taken where its text is empty. */}
      <div hidden={editing !== null || picked !== null} onKeyDown={onKeyDown}>
        {children}
      </div>
      <Suspense fallback={<div className="h-20 shrink-0 border-t border-line bg-pane" />}>
        {editing && (
          <EditComposer
            key={editing.seq}
            item={item}
            details={details}
            entry={editing}
            onClose={() => {
              stopEditing();
              setTimeout(onDone, 60);
            }}
          />
        )}
        {picked && <SelectionBar item={item} />}
      </Suspense>
      <Suspense>{dialog && <ActDialogs dialog={dialog} />}</Suspense>
    </>
  );
}
