import type { ConversationItem } from "@qunxin/client";
import { ArrowLeft, FolderClosed } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { Badge, IconButton } from "../../ui/index.ts";

/** 折叠的聊天: one row for all that is folded, with what is unread in them together. */
export function FoldedBox({ items, onOpen }: { items: readonly ConversationItem[]; onOpen: () => void }) {
  const t = useT();
  const unread = items.reduce((sum, item) => sum + item.unread, 0);
  const marked = items.some((item) => item.markedUnread);
  const loud = items.some((item) => item.unread > 0 && !item.muted);
  return (
    <button
      type="button"
      onClick={onOpen}
      className="mx-2 flex h-12 shrink-0 items-center gap-3 rounded-card px-2.5 text-left hover:bg-hover max-md:mx-0 max-md:h-14 max-md:rounded-none max-md:border-b max-md:border-line max-md:px-4"
    >
      <span aria-hidden className="flex w-11 justify-center text-ink-2">
        <FolderClosed size={21} strokeWidth={1.7} />
      </span>
      <span className="min-w-0 flex-1 truncate text-body">
        {t("chat.list.folded")}
        <span className="ml-1.5 text-meta text-ink-2">{t("chat.list.foldedCount", { count: items.length })}</span>
      </span>
      <Badge count={unread || (marked ? 1 : 0)} dot={!loud} />
    </button>
  );
}

/** Stands in place of the filters while the folded ones are shown. */
export function FoldedHead({ onBack }: { onBack: () => void }) {
  const t = useT();
  return (
    <div className="flex shrink-0 items-center gap-1 px-2 pb-1 max-md:px-1">
      <IconButton size="sm" label={t("chat.list.leaveFolded")} icon={<ArrowLeft size={16} />} onClick={onBack} />
      <h2 className="text-body font-medium">{t("chat.list.folded")}</h2>
    </div>
  );
}
