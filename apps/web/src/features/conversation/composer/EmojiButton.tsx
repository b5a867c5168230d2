import { Smile } from "lucide-react";
import { lazy, Suspense } from "react";
import { useT } from "../../../i18n/index.ts";
import { IconButton, Popover, Skeleton } from "../../../ui/index.ts";

const EmojiPanel = lazy(() => import("./EmojiPanel.tsx").then(({ EmojiPanel }) => ({ default: EmojiPanel })));

export function EmojiButton({ onPick }: { onPick: (one: string) => void }) {
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
          />
        </Suspense>
      )}
    </Popover>
  );
}
