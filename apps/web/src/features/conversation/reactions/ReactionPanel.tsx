import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { emoji, recentEmoji } from "../composer/emoji.ts";

const usual = ["👍", "❤", "😂", "🎉", "👌", "🙏", "😮", "😭"];
const quickCount = 8;

/** What a reaction is most likely to be: the emoji used last, then the usual ones. */
export function quickEmoji(): string[] {
  return [...new Set([...recentEmoji(), ...usual])].slice(0, quickCount);
}

/** Emoji to react with: the likely ones first. */
export function ReactionPanel({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useT();
  const [quick] = useState(quickEmoji);
  const others = [...emoji.hands, ...emoji.faces, ...emoji.things].filter((one) => !quick.includes(one));
  return (
    <div className="flex w-80 flex-col gap-1 max-md:w-full">
      <EmojiGrid label={t("chat.emoji.recent")} list={quick} onPick={onPick} />
      <div className="max-h-44 overflow-y-auto border-t border-line pt-1 max-md:max-h-[40dvh]">
        <EmojiGrid label={t("acts.react.more")} list={others} onPick={onPick} />
      </div>
    </div>
  );
}

interface EmojiGridProps {
  label: string;
  list: readonly string[];
  onPick: (emoji: string) => void;
}

function EmojiGrid({ label, list, onPick }: EmojiGridProps) {
  return (
    <section aria-label={label} className="grid grid-cols-8 max-md:grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))]">
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
    </section>
  );
}
