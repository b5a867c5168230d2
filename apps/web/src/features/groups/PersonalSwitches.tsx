import type { GroupDetails, NotifyLevel } from "@qunxin/protocol";
import { failureText } from "../../app/contract-form.tsx";
import { client, useConversation } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Select, Switch, toast } from "../../ui/index.ts";

const levels: readonly NotifyLevel[] = ["all", "mentions", "none"];

/** One's own settings of the conversation: 置顶 and 免打扰. */
export function PersonalSwitches({ group }: { group: GroupDetails }) {
  const t = useT();
  const conversation = useConversation(group.id);
  if (!conversation) return null;
  const set = (change: { pinned?: boolean; notify?: NotifyLevel }) => {
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
      <div className="flex min-h-11 items-center justify-between gap-3">
        <span className="text-body">{t("groups.personal.notify")}</span>
        <Select
          label={t("groups.personal.notify")}
          className="w-36"
          options={levels.map((value) => ({ value, label: t(`chat.notify.${value}`) }))}
          value={conversation.notify}
          onChange={(notify) => set({ notify })}
        />
      </div>
    </div>
  );
}
