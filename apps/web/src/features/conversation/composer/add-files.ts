import type { ConversationId } from "@qunxin/protocol";
import { t } from "../../../i18n/index.ts";
import { toast } from "../../../ui/index.ts";
import { chosenFiles, named } from "../../uploads/choose.ts";
import { addToTray } from "../../uploads/engine.ts";
import { trayOf } from "../../uploads/outgoing.ts";
import type { Picked } from "./pick-files.ts";

const trayAtMost = 30;

/** Puts chosen files above the text field; says what cannot be sent, or goes another way than the person may expect. */
export async function addFiles(id: ConversationId, { files, handles }: Picked): Promise<void> {
  const usable = files.filter((file) => {
    if (file.size === 0) toast.error(t("kinds.tray.empty", { name: file.name }));
    return file.size > 0;
  });
  const room = trayAtMost - trayOf(id).length;
  if (usable.length > room) toast.info(t("kinds.tray.full", { max: trayAtMost }));
  const taken = usable.slice(0, Math.max(0, room));
  const renamed = taken.map(named);
  const known = new Map(
    taken.flatMap((file, index) => {
      const [handle, own] = [handles.get(file), renamed[index]];
      return handle && own ? [[own, handle] as const] : [];
    }),
  );
  const chosen = await chosenFiles(renamed, known);
  for (const [index, file] of chosen.entries()) {
    const film = renamed[index]?.type.startsWith("video/");
    if (film && file.kind === "file") toast.info(t("kinds.tray.asFile", { name: file.name }));
  }
  addToTray(id, chosen);
}
