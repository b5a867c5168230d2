import type { ConversationItem } from "@qunxin/client";
import {
  AtSign,
  Bell,
  BellOff,
  FolderInput,
  FolderOutput,
  Mail,
  MailOpen,
  Pin,
  PinOff,
  Tag,
  Trash2,
} from "lucide-react";
import { failureText } from "../../app/failure-text.ts";
import { client } from "../../app/live.ts";
import { t } from "../../i18n/index.ts";
import { type MenuItem, toast } from "../../ui/index.ts";
import { openDialog } from "../forward/dialogs.ts";
import { isUnread } from "./list-filter.ts";

/** One's own settings of a conversation as menu entries: 置顶, 免打扰, 标为未读, 移除. */
export function conversationMenu(item: ConversationItem, onHidden: (item: ConversationItem) => void): MenuItem[] {
  const unread = isUnread(item);
  return [
    {
      label: t(item.pinnedAt ? "chat.act.unpin" : "chat.act.pin"),
      icon: item.pinnedAt ? <PinOff size={15} /> : <Pin size={15} />,
      onSelect: () => change(item, { pinned: !item.pinnedAt }),
    },
    ...levelMenu(item),
    {
      label: t(unread ? "chat.act.markRead" : "chat.act.markUnread"),
      icon: unread ? <MailOpen size={15} /> : <Mail size={15} />,
      onSelect: () => (unread ? client.conversations.markRead(item.id) : change(item, { markedUnread: true })),
    },
    {
      label: t(item.folded ? "chat.act.unfold" : "chat.act.fold"),
      icon: item.folded ? <FolderOutput size={15} /> : <FolderInput size={15} />,
      onSelect: () => change(item, { folded: !item.folded }),
    },
    {
      label: t("chat.act.labels"),
      icon: <Tag size={15} />,
      onSelect: () => openDialog({ kind: "labels", conversationId: item.id }),
    },
    "line",
    {
      label: t("chat.act.hide"),
      icon: <Trash2 size={15} />,
      onSelect: () => {
        change(item, { hidden: true }).then((done) => {
          if (!done) return;
          toast.info(t("chat.act.hidden"));
          onHidden(item);
        });
      },
    },
  ];
}

/** 通知: everything, only mentions, nothing. */
function levelMenu(item: ConversationItem): MenuItem[] {
  return notifyLevels.map((notify) => ({
    label: t(`chat.notify.${notify}`),
    icon: levelIcons[notify],
    checked: item.notify === notify,
    onSelect: () => void change(item, { notify }),
  }));
}

const notifyLevels = ["all", "mentions", "none"] as const;
const levelIcons = { all: <Bell size={15} />, mentions: <AtSign size={15} />, none: <BellOff size={15} /> };

/** Changes one's settings of a conversation and says what went wrong. Answers whether it worked. */
export async function change(
  item: Pick<ConversationItem, "id">,
  settings: Parameters<typeof client.conversations.set>[1],
): Promise<boolean> {
  try {
    await client.conversations.set(item.id, settings);
    return true;
  } catch (error) {
    toast.error(failureText(error));
    return false;
  }
}
