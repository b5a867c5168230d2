import type { ConversationItem } from "@qunxin/client";
import clsx from "clsx";
import { BellOff } from "lucide-react";
import { memo } from "react";
import { useDraft, usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { listTime, useT } from "../../i18n/index.ts";
import { Badge, KindTag, type TagKind } from "../../ui/index.ts";
import { peopleOfEntry } from "../conversation/entry-text.ts";
import { useNames } from "../conversation/use-names.ts";
import { ConversationAvatar } from "./ConversationAvatar.tsx";
import { nameOfItem } from "./list-filter.ts";
import { type Preview, rowPreview } from "./row-preview.ts";

export interface ConversationRowProps {
  item: ConversationItem;
  /** Open in the main pane. */
  selected: boolean;
  /** Where the keyboard stands in the list. */
  active: boolean;
  /** Midnight or minute that times are told against, ms. */
  now: number;
  onOpen: (item: ConversationItem) => void;
}

/** A row of the conversation list, 64 px high. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { item, selected, active, now, onOpen } = props;
  const peer = usePerson(item.peerId);
  const preview = usePreview(item, selected);
  const name = nameOfItem(item, peer);
  const tag = tagOf(item, peer?.kind === "external");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it takes the keys and names the active option.
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the listbox (aria-activedescendant).
    <div
      role="option"
      id={optionId(item.id)}
      aria-selected={selected}
      data-conversation={item.id}
      onClick={() => onOpen(item)}
      className={clsx(
        "mx-2 flex h-16 cursor-pointer items-center gap-3 rounded-card px-2.5 select-none max-md:mx-0 max-md:rounded-none max-md:border-b max-md:border-line max-md:px-4",
        selected ? "bg-selected" : item.pinnedAt ? "bg-hover" : "hover:bg-hover",
        active && "outline-2 -outline-offset-2 outline-brand-ink",
      )}
    >
      <ConversationAvatar item={item} />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-1.5">
          <span className="truncate text-body text-ink-1 max-md:text-[1rem]">{name || " "}</span>
          {tag && <KindTag kind={tag} />}
          <span className="flex-1" />
          {item.last && (
            <span className="shrink-0 pl-1 text-mini text-ink-3 tabular-nums">
              {listTime(new Date(item.last.at), new Date(now))}
            </span>
          )}
        </div>
        <div className="mt-0.5 flex items-center gap-1.5">
          <PreviewLine preview={preview} />
          <Marks item={item} />
        </div>
      </div>
    </div>
  );
});

/** Id of the DOM node of an option, for aria-activedescendant. */
export function optionId(conversationId: string): string {
  return `conversation-${conversationId}`;
}

function usePreview(item: ConversationItem, selected: boolean): Preview {
  const me = useShell((state) => state.me?.id ?? null);
  const draft = useDraft(item.id);
  const names = useNames(item.last ? peopleOfEntry(item.last) : []);
  return rowPreview(item, selected ? "" : draft, me, names);
}

function PreviewLine({ preview }: { preview: Preview }) {
  const t = useT();
  return (
    <span className="min-w-0 flex-1 truncate text-meta leading-5 text-ink-2">
      {preview.mark && (
        <span className="mr-1 text-bad">{t(preview.mark === "draft" ? "chat.row.draft" : "chat.row.mention")}</span>
      )}
      {preview.text}
    </span>
  );
}

function Marks({ item }: { item: ConversationItem }) {
  const t = useT();
  const count = item.unread || (item.markedUnread ? 1 : 0);
  return (
    <>
      {item.muted && <BellOff size={14} className="shrink-0 text-ink-3" aria-label={t("chat.row.muted")} role="img" />}
      <Badge count={count} dot={item.muted || item.unread === 0} />
    </>
  );
}

function tagOf(item: ConversationItem, externalPeer: boolean): TagKind | null {
  if (item.type === "all_staff") return "all";
  return item.type === "customer" || externalPeer ? "external" : null;
}
