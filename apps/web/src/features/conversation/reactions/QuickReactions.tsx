import { Plus } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { openActDialog } from "../acts/acting.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { quickEmoji } from "./ReactionPanel.tsx";
import { react } from "./reacting.ts";

/** The likely emoji in one row on top of the phone's sheet, and the way to all others. */
export function QuickReactions({ place, onDone }: { place: MessagePlace; onDone: () => void }) {
  const t = useT();
  const [quick] = useState(() => quickEmoji().slice(0, 6));
  const look = "flex size-11 items-center justify-center rounded-full bg-hover text-[1.5rem] leading-none";
  return (
    <fieldset aria-label={t("acts.menu.react")} className="flex justify-between gap-1 border-b border-line pb-3">
      {quick.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={emoji}
          className={look}
          onClick={() => {
            onDone();
            void react(place, emoji, true);
          }}
        >
          {emoji}
        </button>
      ))}
      <button
        type="button"
        aria-label={t("acts.react.more")}
        className={look}
        onClick={() => {
          onDone();
          openActDialog({ kind: "react", ...place });
        }}
      >
        <Plus size={20} aria-hidden className="text-ink-2" />
      </button>
    </fieldset>
  );
}
