import type { ConversationId } from "@qunxin/protocol";
import { CalendarDays } from "lucide-react";
import { lazy, Suspense } from "react";
import { useT, withTexts } from "../../i18n/index.ts";
import { IconButton, Popover, Skeleton } from "../../ui/index.ts";

const DayPicker = lazy(withTexts("kept", async () => ({ default: (await import("./DayPicker.tsx")).DayPicker })));

/** Opens a calendar of the conversation and leads to the day that is chosen. */
export function DateJump({ conversationId }: { conversationId: ConversationId }) {
  const t = useT();
  return (
    <Popover
      label={t("chat.act.toDate")}
      align="end"
      trigger={<IconButton label={t("chat.act.toDate")} icon={<CalendarDays size={18} />} />}
    >
      {(close) => (
        <Suspense fallback={<Skeleton rows={6} className="h-72 w-70" />}>
          <DayPicker conversationId={conversationId} onDone={close} />
        </Suspense>
      )}
    </Popover>
  );
}
