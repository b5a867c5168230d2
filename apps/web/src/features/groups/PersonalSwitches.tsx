import type { GroupDetails } from "@qunxin/protocol";
import { failureText } from "../../app/contract-form.tsx";
import { client, useConversation } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Switch, toast } from "../../ui/index.ts";

/** One's own settings of the conversation: 置顶 and 免打扰. */
export function PersonalSwitches({ group }: { group: GroupDetails }) {
  const t = useT();
  const conversation = useConversation(group.id);
  if (!conversation) return null;
  const set = (change: { pinned?: boolean; muted?: boolean }) => {
    Promise.resolve(client.conversations.set(group.id, change)).catch((error: unknown) =>
      toast.error(failureText(error)),
    );
  };
  return (
    <div className="flex flex-col">
      <Switch
        label={t("groups.personal.pin")}
        checked={conversation.pinnedAt !== null}
        onChange={(pinned) => set({ pinned })}
      />
      <Switch label={t("groups.personal.mute")} checked={conversation.muted} onChange={(muted) => set({ muted })} />
    </div>
  );
}
