import { Smile } from "lucide-react";
import { lazy, Suspense } from "react";
import { useT, withTexts } from "../../../i18n/index.ts";
import { IconButton, Popover, Skeleton } from "../../../ui/index.ts";

const EmojiPanel = lazy(withTexts("kinds", async () => ({ default: (await import("./EmojiPanel.tsx")).EmojiPanel })));

export interface EmojiButtonProps {
  onPick: (one: string) => void;
  /** Sends a sticker by its name. */
  onSticker: (name: string) => void;
}

export function EmojiButton({ onPick, onSticker }: EmojiButtonProps) {
  const t = useT();
  return (
    <Popover
      label={t("chat.composer.emoji")}
      side="top"
      align="start"
      trigger={<IconButton label={t("chat.composer.emoji")} icon={<Smile size={19} />} />}
    >
      {(close) => (
        <Suspense fallback={<Skeleton rows={5} className="h-40 w-84" />}>
          <EmojiPanel
            onPick={(one) => {
              close();
              onPick(one);
            }}
            onSticker={(name) => {
              close();
              onSticker(name);
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}
