import type { TimelineRow } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { useShell } from "../../../app/shell-state.ts";
import { t } from "../../../i18n/index.ts";
import { toast } from "../../../ui/index.ts";
import { startEditing } from "./acting.ts";

/** Begins changing one's last message here, if it may still be changed. */
export async function editLastOwn(conversationId: ConversationId, rows: readonly TimelineRow[]): Promise<void> {
  const me = useShell.getState().me?.id;
  const last = rows.findLast(
    (row) => row.state === "stored" && row.entry.by === me && row.entry.body.kind === "message",
  );
  if (last?.state !== "stored") return;
  const { entry } = last;
  try {
    const can = await client.call("messages.can", { conversationId, seq: entry.seq });
    if (can.edit) startEditing(entry);
    else toast.info(t("acts.edit.over"));
  } catch (error) {
    toast.error(failureText(error));
  }
}
