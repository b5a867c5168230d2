import type { KeepingEvent } from "@qunxin/protocol";
import type { UseNavigateResult } from "@tanstack/react-router";
import { loadTexts, t } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import { summaryText } from "../conversation/content/summary-text.ts";

/** A notice of what has come due, with the way to it. */
export async function tellDue(event: KeepingEvent, navigate: UseNavigateResult<string>): Promise<void> {
  await loadTexts("kept");
  if (event.type === "scheduled.changed") {
    toast.error(t("kept.scheduled.failedNotice"), {
      label: t("kept.show"),
      onSelect: () => void navigate({ to: "/kept", search: { tab: "scheduled" } }),
    });
  }
  if (event.type !== "reminder.due") return;
  const { conversationId, seq, note, entry } = event.reminder;
  const said = entry?.body.kind === "message" ? summaryText(entry.body) : "";
  toast.info(t("kept.remind.due", { text: note || said || t("kept.gone") }), {
    label: t("kept.show"),
    onSelect: () => void navigate({ to: "/chats/$conversationId", params: { conversationId }, search: { at: seq } }),
  });
}
