import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { type EmojiPart, emoji, recentEmoji, rememberEmoji } from "./emoji.ts";

/** The emoji to choose from, the recently used ones first. */
export function EmojiPanel({ onPick }: { onPick: (one: string) => void }) {
  const t = useT();
  const [recent] = useState(recentEmoji);
  const pick = (one: string) => {
    rememberEmoji(one);
    onPick(one);
  };
  return (
    <div className="max-h-72 w-84 overflow-y-auto max-md:max-h-[45dvh] max-md:w-full">
      {recent.length > 0 && <Part title={t("chat.emoji.recent")} list={recent} onPick={pick} />}
      {(Object.keys(emoji) as EmojiPart[]).map((part) => (
        <Part key={part} title={t(`chat.emoji.${part}`)} list={emoji[part]} onPick={pick} />
      ))}
    </div>
  );
}

interface PartProps {
  title: string;
  list: readonly string[];
  onPick: (one: string) => void;
}

function Part({ title, list, onPick }: PartProps) {
  return (
    <section aria-label={title}>
      <h3 className="px-1 pt-1 pb-0.5 text-mini text-ink-3">{title}</h3>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(2.25rem,1fr))] max-md:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
        {list.map((one) => (
          <button
            key={one}
            type="button"
            aria-label={one}
            onClick={() => onPick(one)}
            className="flex h-9 items-center justify-center rounded-control text-[1.375rem] leading-none hover:bg-hover max-md:h-11"
          >
            {one}
          </button>
        ))}
      </div>
    </section>
  );
}
