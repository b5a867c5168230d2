import type { Reminder } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { AlarmClock } from "lucide-react";
import { callApi, useCall } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Tag, toast } from "../../ui/index.ts";
import { ConversationName, KeptCard, KeptMessage, ShowButton } from "../favourites/KeptCard.tsx";
import { useCompanyZone } from "./LaterForm.tsx";
import { ListFrame } from "./ListFrame.tsx";
import { localIn } from "./zone-time.ts";

/** 稍后提醒: what is due first. */
export function ReminderList() {
  const t = useT();
  const list = useCall("reminders.list", {});
  return (
    <ListFrame
      query={list}
      empty={list.data?.reminders.length === 0}
      icon={<AlarmClock size={36} strokeWidth={1.4} />}
      title={t("kept.reminders.empty")}
      hint={t("kept.reminders.hint")}
    >
      {list.data?.reminders.map((reminder) => (
        <Item key={reminder.id} reminder={reminder} />
      ))}
    </ListFrame>
  );
}

function Item({ reminder }: { reminder: Reminder }) {
  const t = useT();
  const zone = useCompanyZone();
  const queries = useQueryClient();
  const { id, conversationId, seq, at, note, due, entry } = reminder;
  const cancel = async () => {
    try {
      await callApi("reminders.cancel", { reminderId: id });
      await queries.invalidateQueries({ queryKey: ["reminders.list"] });
    } catch (error) {
      toast.error(failureText(error));
    }
  };
  return (
    <KeptCard
      head={
        <>
          {due && <Tag tone="brand">{t("kept.reminders.due")}</Tag>}
          <time dateTime={at} className="font-medium text-ink-1">
            {localIn(new Date(at), zone).replace("T", " ")}
          </time>
          <ConversationName id={conversationId} />
        </>
      }
      acts={
        <>
          {entry && <ShowButton conversationId={conversationId} seq={seq} />}
          <Button size="sm" onClick={() => void cancel()}>
            {t(due ? "kept.reminders.done" : "kept.reminders.cancel")}
          </Button>
        </>
      }
    >
      {note && <p className="mb-1 font-medium">{note}</p>}
      {entry ? (
        <KeptMessage conversationId={conversationId} entry={entry} />
      ) : (
        <p className="text-ink-3">{t("kept.gone")}</p>
      )}
    </KeptCard>
  );
}
