import type { CallOutput, ConversationId } from "@qunxin/protocol";
import { Megaphone } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { fullDateTime, useT, withTexts } from "../../i18n/index.ts";
import { Dialog } from "../../ui/index.ts";
import { MessageText } from "./MessageText.tsx";

const AnnouncementConfirm = lazy(
  withTexts("receipts", async () => ({
    default: (await import("../receipts/AnnouncementConfirm.tsx")).AnnouncementConfirm,
  })),
);

export interface AnnouncementBarProps {
  conversationId: ConversationId;
  staff: boolean;
  announcement: NonNullable<CallOutput<"groups.get">["announcement"]>;
}

/** One line of the announcement under the header; opens to the whole text. */
export function AnnouncementBar({ conversationId, staff, announcement }: AnnouncementBarProps) {
  const t = useT();
  const me = useShell((state) => state.me?.id);
  const [open, setOpen] = useState(false);
  const author = usePerson(announcement.by);
  const byline = t("chat.announcement.by", {
    name: author?.name ?? t("chat.person.unknown"),
    time: fullDateTime(new Date(announcement.at)),
  });
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-pane px-5 text-left text-meta text-ink-2 hover:bg-hover focus-visible:-outline-offset-2 max-md:min-h-11 max-md:px-4"
      >
        <Megaphone size={15} aria-hidden className="shrink-0 text-warn" />
        <span className="shrink-0 text-ink-1">{t("chat.announcement")}</span>
        <span className="min-w-0 flex-1 truncate">{announcement.text.replace(/\s+/gu, " ")}</span>
        <span className="shrink-0 text-brand-ink">{t("chat.announcement.view")}</span>
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("chat.announcement")}
        description={byline}
        size="md"
        footer={
          open &&
          announcement.confirm &&
          announcement.seq && (
            <Suspense>
              <AnnouncementConfirm
                conversationId={conversationId}
                seq={announcement.seq}
                own={announcement.by === me}
                staff={staff}
              />
            </Suspense>
          )
        }
      >
        <p className="text-body break-words whitespace-pre-wrap">
          <MessageText text={announcement.text} mentions={[]} mentionAll={false} />
        </p>
      </Dialog>
    </>
  );
}
