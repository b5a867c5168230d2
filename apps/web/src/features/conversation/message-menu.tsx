import type { TimelineRow } from "@qunxin/client";
import type { Entry, MessageAbilities } from "@qunxin/protocol";
import {
  AlarmClock,
  Copy,
  Forward,
  History,
  ListChecks,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Star,
  Trash2,
  Undo2,
} from "lucide-react";
import { t } from "../../i18n/index.ts";
import { copyText } from "../../ui/copy-text.ts";
import type { MenuItem } from "../../ui/index.ts";
import { openDialog, openForward } from "../forward/dialogs.ts";
import { openActDialog, startEditing, startPicking } from "./acts/acting.ts";
import type { ActsPlace } from "./acts/acts-context.ts";
import { copyMessages, favour, hide, pin, recall } from "./acts/message-acts.ts";

const size = 15;

/** What can be done with a message. Until the server has told what one may, only what needs no right. */
export function messageMenu(
  row: TimelineRow,
  acts: ActsPlace,
  can: MessageAbilities | undefined,
  phone = false,
): MenuItem[] {
  // What is marked with the mouse goes first, as the browser's own menu would have it.
  const marked = window.getSelection()?.toString() ?? "";
  const copy = (onSelect: () => void) => ({ label: t("chat.message.copy"), icon: <Copy size={size} />, onSelect });
  if (row.state !== "stored") return [copy(() => void copyText(marked || row.draft.text))];
  const { entry } = row;
  if (entry.body.kind !== "message") return [];
  return [
    ...answering(entry, acts, can, phone),
    copy(() => void (marked ? copyText(marked) : copyMessages([entry]))),
    ...changing(entry, acts, can),
    "line",
    ...keeping(entry, acts, can),
    "line",
    can?.recall && {
      label: t("acts.menu.recall"),
      icon: <Undo2 size={size} />,
      onSelect: () => void recall(acts.conversationId, entry),
    },
    {
      label: t("acts.menu.hide"),
      icon: <Trash2 size={size} />,
      tone: "danger",
      onSelect: () => void hide(acts.conversationId, [entry.seq]),
    },
  ];
}

function answering(entry: Entry, acts: ActsPlace, can: MessageAbilities | undefined, phone: boolean): MenuItem[] {
  const { conversationId, inThread, onReply, openThread } = acts;
  const rootSeq = (entry.body.kind === "message" && entry.body.thread) || entry.seq;
  return [
    can?.reply !== false && {
      label: t("chat.message.reply"),
      icon: <Reply size={size} />,
      onSelect: () => onReply(entry),
    },
    // The phone's sheet has the likely ones on top.
    !phone &&
      can?.react !== false && {
        label: t("acts.menu.react"),
        icon: <SmilePlus size={size} />,
        onSelect: () => openActDialog({ kind: "react", conversationId, seq: entry.seq }),
      },
    {
      label: t("acts.menu.forward"),
      icon: <Forward size={size} />,
      onSelect: () => openForward(conversationId, [entry.seq]),
    },
    !inThread &&
      can?.reply !== false && {
        label: t("acts.menu.thread"),
        icon: <MessagesSquare size={size} />,
        onSelect: () => openThread(rootSeq),
      },
  ];
}

function changing(entry: Entry, acts: ActsPlace, can: MessageAbilities | undefined): MenuItem[] {
  const { conversationId, inThread } = acts;
  return [
    can?.edit &&
      !inThread && {
        label: t("acts.menu.edit"),
        icon: <Pencil size={size} />,
        onSelect: () => startEditing(entry),
      },
    can?.versions &&
      entry.state?.edited && {
        label: t("acts.menu.versions"),
        icon: <History size={size} />,
        onSelect: () => openActDialog({ kind: "versions", conversationId, seq: entry.seq }),
      },
  ];
}

function keeping(entry: Entry, acts: ActsPlace, can: MessageAbilities | undefined): MenuItem[] {
  const { conversationId, inThread } = acts;
  const { seq } = entry;
  const pinned = entry.state?.pinned !== undefined;
  return [
    can?.pin && {
      label: t(pinned ? "acts.menu.unpin" : "acts.menu.pin"),
      icon: pinned ? <PinOff size={size} /> : <Pin size={size} />,
      onSelect: () => void pin(conversationId, seq, !pinned),
    },
    {
      label: t("acts.menu.favourite"),
      icon: <Star size={size} />,
      onSelect: () => void favour(conversationId, [seq]),
    },
    {
      label: t("acts.menu.remind"),
      icon: <AlarmClock size={size} />,
      onSelect: () => openDialog({ kind: "remind", conversationId, seq }),
    },
    !inThread && {
      label: t("acts.menu.pick"),
      icon: <ListChecks size={size} />,
      onSelect: () => startPicking(seq),
    },
  ];
}
