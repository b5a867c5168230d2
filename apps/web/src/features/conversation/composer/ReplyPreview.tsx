import type { Entry } from "@qunxin/protocol";
import { X } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/index.ts";
import { summaryText } from "../content/summary-text.ts";
import { useShownName } from "../use-names.ts";

/** What the next message replies to, above the text. */
export function ReplyPreview({ entry, onCancel }: { entry: Entry; onCancel: () => void }) {
  const t = useT();
  const name = useShownName(entry.by);
  if (entry.body.kind !== "message") return null;
  return (
    <div className="mx-4 mt-2 flex items-center gap-2 rounded-control border-l-2 border-brand bg-hover py-1 pr-1 pl-3 max-md:mx-3">
      <p className="min-w-0 flex-1 text-meta">
        <span className="block truncate text-brand-ink">{t("chat.composer.replyTo", { name })}</span>
        <span className="block truncate text-ink-2">{summaryText(entry.body)}</span>
      </p>
      <IconButton size="sm" label={t("chat.composer.cancelReply")} icon={<X size={15} />} onClick={onCancel} />
    </div>
  );
}
