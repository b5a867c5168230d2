import type { ConversationId, Entry } from "@qunxin/protocol";
import clsx from "clsx";
import { MessagesSquare, Pin } from "lucide-react";
import { useContext } from "react";
import { fullDateTime, useT } from "../../../i18n/index.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { ReactionChips } from "../reactions/ReactionChips.tsx";
import { useReactions } from "../reactions/reacting.ts";
import { useShownName } from "../use-names.ts";
import { openActDialog } from "./acting.ts";
import { ActsContext } from "./acts-context.ts";

export interface RowFeetProps {
  conversationId: ConversationId;
  entry: Entry;
  own: boolean;
  inThread?: boolean | undefined;
}

/** What has become of a message, below it: edited, pinned, its thread, and the reactions. */
export function RowFeet({ conversationId, entry, own, inThread }: RowFeetProps) {
  const acts = useContext(ActsContext);
  const place = { conversationId, seq: entry.seq };
  const reactions = useReactions(place, entry.state);
  const { edited, pinned, thread } = entry.state ?? {};
  return (
    <div className={clsx("flex max-w-full flex-col gap-1 pt-1", own ? "items-end" : "items-start")}>
      {(edited || pinned) && (
        <p className="flex items-center gap-2 text-mini text-ink-3">
          {edited && <EditedMark place={place} at={edited.at} />}
          {pinned && <PinnedMark by={pinned.by} />}
        </p>
      )}
      {thread && !inThread && <ThreadCount count={thread.count} onOpen={() => acts?.openThread(entry.seq)} />}
      {reactions.length > 0 && <ReactionChips place={place} reactions={reactions} />}
    </div>
  );
}

function EditedMark({ place, at }: { place: MessagePlace; at: string }) {
  const t = useT();
  return (
    <button
      type="button"
      title={fullDateTime(new Date(at))}
      aria-label={t("acts.edited.open")}
      className="rounded-control hover:text-ink-2 hover:underline max-md:-my-3 max-md:min-h-11"
      onClick={() => openActDialog({ kind: "versions", ...place })}
    >
      {t("acts.edited")}
    </button>
  );
}

function PinnedMark({ by }: { by: NonNullable<NonNullable<Entry["state"]>["pinned"]>["by"] }) {
  const t = useT();
  const name = useShownName(by);
  return (
    <span className="flex items-center gap-1">
      <Pin size={11} aria-hidden />
      {t("acts.pin.by", { name })}
    </span>
  );
}

function ThreadCount({ count, onOpen }: { count: number; onOpen: () => void }) {
  const t = useT();
  return (
    <button
      type="button"
      onClick={onOpen}
      className="flex items-center gap-1 rounded-control py-0.5 text-meta text-brand-ink hover:underline max-md:-my-2 max-md:min-h-11"
    >
      <MessagesSquare size={14} aria-hidden />
      {t("acts.thread.replies", { count })}
    </button>
  );
}
