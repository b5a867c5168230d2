import type { ConversationItem } from "@qunxin/client";
import type { Entry, GroupDetails } from "@qunxin/protocol";
import { Pencil, X } from "lucide-react";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { useT } from "../../../i18n/index.ts";
import { IconButton, toast } from "../../../ui/index.ts";
import { summaryText } from "../content/summary-text.ts";
import { LineComposer, type Said } from "./LineComposer.tsx";
import { pickedPeople } from "./picked-people.ts";

export interface EditComposerProps {
  item: ConversationItem;
  details: GroupDetails | undefined;
  entry: Entry;
  onClose: () => void;
}

/** In the place of the composer while one's own message is changed; what was being written waits behind it. */
export function EditComposer({ item, details, entry, onClose }: EditComposerProps) {
  const t = useT();
  const { body, seq } = entry;
  if (body.kind !== "message") return null;
  const submit = async (said: Said) => {
    try {
      const { warning } = await client.call("messages.edit", { conversationId: item.id, seq, ...said });
      if (warning) toast.info(t("chat.composer.allDenied"));
      onClose();
      return true;
    } catch (error) {
      toast.error(failureText(error));
      return false;
    }
  };
  return (
    <LineComposer
      item={item}
      details={details}
      initial={{ text: body.text, picked: pickedPeople(body) }}
      label={t("acts.edit.title")}
      submitLabel={t("acts.edit.save")}
      mayBeEmpty={body.content !== undefined && body.content.type !== "markdown"}
      onSubmit={submit}
      onEscape={onClose}
    >
      <div className="mb-2 flex items-center gap-2 rounded-control border-l-2 border-brand bg-hover py-1 pr-1 pl-3">
        <Pencil size={14} aria-hidden className="shrink-0 text-brand-ink" />
        <p className="min-w-0 flex-1 text-meta">
          <span className="block text-brand-ink">{t("acts.edit.title")}</span>
          <span className="block truncate text-ink-2">{summaryText(body)}</span>
        </p>
        <IconButton size="sm" label={t("acts.edit.cancel")} icon={<X size={15} />} onClick={onClose} />
      </div>
    </LineComposer>
  );
}
