import type { ConversationId, Entry } from "@qunxin/protocol";
import { Pin, PinOff } from "lucide-react";
import { usePerson } from "../../../app/live.ts";
import { listTime, useT } from "../../../i18n/index.ts";
import { Avatar, EmptyState, IconButton, Skeleton, useIsWide } from "../../../ui/index.ts";
import { showMessage } from "../acts/acting.ts";
import { pin } from "../acts/message-acts.ts";
import { useAbilities } from "../acts/use-abilities.ts";
import { summaryText } from "../content/summary-text.ts";
import { useShownName } from "../use-names.ts";
import { useSidePanel } from "../use-side-panel.ts";
import { usePins } from "./use-pins.ts";

/** All pinned messages of a conversation: jump to one, or unpin it. */
export function PinsPanel({ conversationId }: { conversationId: string }) {
  const t = useT();
  const id = conversationId as ConversationId;
  const pins = usePins(id);
  if (!pins) return <Skeleton rows={4} />;
  if (pins.length === 0) {
    return <EmptyState icon={<Pin size={26} strokeWidth={1.6} />} title={t("acts.pins.none")} />;
  }
  return (
    <ul className="flex flex-col">
      {pins.map((entry) => (
        <PinnedRow key={entry.id} conversationId={id} entry={entry} />
      ))}
    </ul>
  );
}

function PinnedRow({ conversationId, entry }: { conversationId: ConversationId; entry: Entry }) {
  const t = useT();
  const panel = useSidePanel();
  const wide = useIsWide();
  const author = usePerson(entry.by);
  const name = useShownName(entry.by);
  const pinner = useShownName(entry.state?.pinned?.by ?? null);
  const can = useAbilities(conversationId, entry.seq);
  const { seq } = entry;
  const jump = () => {
    // Beside the messages the list stays open; over them it makes room for what it leads to.
    if (!wide) panel.close();
    showMessage(seq);
  };
  return (
    <li className="group/pin flex items-start gap-2 border-b border-line py-2 last:border-0">
      <button
        type="button"
        onClick={jump}
        className="flex min-w-0 flex-1 items-start gap-2.5 rounded-control text-left"
      >
        <Avatar id={entry.by ?? ""} name={name} url={author?.avatarUrl} size={28} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2 text-meta text-ink-2">
            <span className="truncate">{name}</span>
            <time dateTime={entry.at} className="shrink-0 text-mini text-ink-3">
              {listTime(new Date(entry.at), new Date())}
            </time>
          </span>
          <span className="line-clamp-3 text-body wrap-anywhere text-ink-1">
            {entry.body.kind === "message" ? summaryText(entry.body) : ""}
          </span>
          <span className="block text-mini text-ink-3">{t("acts.pin.by", { name: pinner })}</span>
        </span>
      </button>
      {can?.pin && (
        <IconButton
          size="sm"
          label={t("acts.menu.unpin")}
          icon={<PinOff size={15} />}
          onClick={() => void pin(conversationId, seq, false)}
        />
      )}
    </li>
  );
}
