import type { ConversationId, Entry } from "@qunxin/protocol";
import { List, Pin } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { IconButton } from "../../../ui/index.ts";
import { summaryText } from "../content/summary-text.ts";
import { useShownName } from "../use-names.ts";
import { usePins } from "./use-pins.ts";

export interface PinBarProps {
  conversationId: ConversationId;
  onJump: (seq: number) => void;
  onList: () => void;
}

/** One line of the pinned messages under the header: a press goes to the one shown and shows the next. */
export function PinBar({ conversationId, onJump, onList }: PinBarProps) {
  const t = useT();
  const pins = usePins(conversationId) ?? [];
  const [at, setAt] = useState(0);
  const shown = pins[at % Math.max(1, pins.length)];
  if (!shown) return null;
  return (
    <section
      aria-label={t("acts.pins.title")}
      className="flex min-h-9 shrink-0 items-center border-b border-line bg-pane pr-3 pl-5 text-meta max-md:min-h-11 max-md:pr-1 max-md:pl-4"
    >
      <button
        type="button"
        onClick={() => {
          onJump(shown.seq);
          setAt((at + 1) % pins.length);
        }}
        className="flex min-h-9 min-w-0 flex-1 items-center gap-2 text-left text-ink-2 hover:text-ink-1 focus-visible:-outline-offset-2 max-md:min-h-11"
      >
        <Pin size={14} aria-hidden className="shrink-0 text-warn" />
        {pins.length > 1 && (
          <span className="shrink-0 text-ink-3 tabular-nums">
            {(at % pins.length) + 1}/{pins.length}
          </span>
        )}
        <PinnedText entry={shown} />
      </button>
      <IconButton size="sm" label={t("acts.pins.all")} icon={<List size={16} />} onClick={onList} />
    </section>
  );
}

function PinnedText({ entry }: { entry: Entry }) {
  const t = useT();
  const name = useShownName(entry.by);
  const text = entry.body.kind === "message" ? summaryText(entry.body) : "";
  return <span className="truncate">{t("chat.row.says", { name, text })}</span>;
}
