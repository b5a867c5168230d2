import type { ConversationId, RecordItem } from "@qunxin/protocol";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { fullDateTime, useT } from "../../i18n/index.ts";
import { Avatar, Button, Dialog, ErrorState, Skeleton } from "../../ui/index.ts";
import { ContentBody } from "../conversation/content/ContentBody.tsx";
import { MessageText } from "../conversation/MessageText.tsx";
import { recordTitle } from "./record-title.ts";

export interface RecordDialogProps {
  conversationId: ConversationId;
  /** The message that carries the record. */
  seq: number;
  title: string;
  path: readonly number[];
  onClose: () => void;
}

/** A forwarded record, and the records within it, one in place of the other. */
export function RecordDialog({ conversationId, seq, title, path: first, onClose }: RecordDialogProps) {
  const t = useT();
  const [trail, setTrail] = useState([{ title, path: first }]);
  const here = trail.at(-1) ?? { title, path: first };
  const record = useCall(
    "messages.mergedRecord",
    { conversationId, seq, path: [...here.path] },
    { staleTime: Infinity },
  );
  const enter = (index: number, within: string) => setTrail([...trail, { title: within, path: [...here.path, index] }]);
  const back = trail.length > 1 && <Button onClick={() => setTrail(trail.slice(0, -1))}>{t("common.back")}</Button>;
  return (
    <Dialog open title={recordTitle(here.title)} onOpenChange={onClose} footer={back || undefined}>
      <div className="min-h-50">
        {record.isPending && <Skeleton rows={5} look="list" />}
        {record.isError && (
          <ErrorState
            title={t("kept.record.failed")}
            message={failureText(record.error)}
            onRetry={() => void record.refetch()}
          />
        )}
        <ol className="flex flex-col gap-4 pb-2">
          {record.data?.items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a record never changes.
            <li key={index}>
              <Item item={item} place={{ conversationId, seq }} onEnter={(within) => enter(index, within)} />
            </li>
          ))}
        </ol>
      </div>
    </Dialog>
  );
}

interface ItemProps {
  item: RecordItem;
  place: { conversationId: ConversationId; seq: number };
  onEnter: (title: string) => void;
}

function Item({ item, place, onEnter }: ItemProps) {
  const t = useT();
  const { by, name, at, text, content } = item;
  const shown = { text, mentions: [], mentionAll: false, replyTo: null };
  const caption = text !== "" && content?.type !== "markdown";
  return (
    <div className="flex gap-3">
      <Avatar id={by ?? "system"} name={name} size={34} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 text-meta text-ink-2">
          <span className="truncate">{name || t("chat.person.unknown")}</span>
          <time dateTime={at} className="shrink-0 text-mini text-ink-3">
            {fullDateTime(new Date(at))}
          </time>
        </p>
        <div className="mt-1 w-fit max-w-full text-body wrap-anywhere">
          {content?.type === "merged" ? (
            <Within title={content.title} count={content.count} onEnter={onEnter} />
          ) : (
            content && (
              <ContentBody content={content} message={{ ...shown, content, place, state: undefined, by, own: false }} />
            )
          )}
          {(caption || !content) && (
            <span className="block whitespace-pre-wrap">
              <MessageText {...shown} />
            </span>
          )}
        </div>
      </div>
    </div>
  );
}

/** A record within the record. */
function Within({ title, count, onEnter }: { title: string; count: number; onEnter: (title: string) => void }) {
  const t = useT();
  return (
    <button
      type="button"
      onClick={() => onEnter(title)}
      className="flex min-h-11 items-center gap-2 rounded-card border border-line bg-pane px-3 text-left hover:bg-hover"
    >
      <span className="min-w-0">
        <span className="block truncate text-body">{recordTitle(title)}</span>
        <span className="block text-mini text-ink-3">{t("kinds.merged", { count })}</span>
      </span>
      <ChevronRight size={16} aria-hidden className="shrink-0 text-ink-3" />
    </button>
  );
}
