import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { SearchBox, Tabs, useIsPhone } from "../../../ui/index.ts";
import { Sticker } from "../../stickers/Sticker.tsx";
import { stickerNames } from "../../stickers/sticker-names.ts";
import { type EmojiPart, emoji, recentEmoji, rememberEmoji } from "./emoji.ts";
import { emojiNamed } from "./emoji-names.ts";

export interface EmojiPanelProps {
  onPick: (one: string) => void;
  onSticker: (name: string) => void;
}

/** Emoji with the recently used ones first, and stickers; both are found by their Chinese names. */
export function EmojiPanel({ onPick, onSticker }: EmojiPanelProps) {
  const t = useT();
  const phone = useIsPhone();
  const [panel, setPanel] = useState<"emoji" | "stickers">("emoji");
  const [query, setQuery] = useState("");
  const pick = (one: string) => {
    rememberEmoji(one);
    onPick(one);
  };
  return (
    <div className="flex w-84 flex-col gap-2 max-md:w-full">
      <SearchBox autoFocus={!phone} placeholder={t("kinds.emoji.search")} debounceMs={80} onSearch={setQuery} />
      {query === "" && (
        <Tabs
          look="pill"
          label={t("kinds.emoji.panels")}
          value={panel}
          onChange={setPanel}
          items={[
            { value: "emoji", label: t("kinds.emoji.emoji") },
            { value: "stickers", label: t("kinds.emoji.stickers") },
          ]}
        />
      )}
      <div className="h-64 overflow-y-auto max-md:h-[40dvh]">
        {query !== "" ? (
          <Found query={query} onPick={pick} onSticker={onSticker} />
        ) : panel === "emoji" ? (
          <AllEmoji onPick={pick} />
        ) : (
          <Stickers names={stickerNames} onPick={onSticker} />
        )}
      </div>
    </div>
  );
}

function AllEmoji({ onPick }: { onPick: (one: string) => void }) {
  const t = useT();
  const [recent] = useState(recentEmoji);
  return (
    <>
      {recent.length > 0 && <Part title={t("chat.emoji.recent")} list={recent} onPick={onPick} />}
      {(Object.keys(emoji) as EmojiPart[]).map((part) => (
        <Part key={part} title={t(`chat.emoji.${part}`)} list={emoji[part]} onPick={onPick} />
      ))}
    </>
  );
}

function Found({ query, onPick, onSticker }: EmojiPanelProps & { query: string }) {
  const t = useT();
  const list = emojiNamed(query);
  const words = query.trim().toLowerCase();
  const stickers = stickerNames.filter((name) => t(`kinds.sticker.${name}`).toLowerCase().includes(words));
  if (list.length + stickers.length === 0) {
    return <p className="py-10 text-center text-meta text-ink-3">{t("kinds.emoji.none", { query })}</p>;
  }
  return (
    <>
      {list.length > 0 && <Part title={t("kinds.emoji.emoji")} list={list} onPick={onPick} />}
      {stickers.length > 0 && <Stickers names={stickers} onPick={onSticker} />}
    </>
  );
}

interface StickersProps {
  names: readonly (typeof stickerNames)[number][];
  onPick: (name: string) => void;
}

function Stickers({ names, onPick }: StickersProps) {
  return (
    <div className="grid grid-cols-4 gap-1">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          onClick={() => onPick(name)}
          className="flex items-center justify-center rounded-card p-1 hover:bg-hover"
        >
          <Sticker name={name} size={72} />
        </button>
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
