import { type ErrorCode, Failure, type ScheduledMessage } from "@qunxin/protocol";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { callApi, useCall } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { useT } from "../../i18n/index.ts";
import { Button, confirm, Tag } from "../../ui/index.ts";
import { summaryText } from "../conversation/content/summary-text.ts";
import { ConversationName, KeptCard } from "../favourites/KeptCard.tsx";
import { ChangeScheduled } from "./ChangeScheduled.tsx";
import { useCompanyZone } from "./LaterForm.tsx";
import { ListFrame } from "./ListFrame.tsx";
import { useScheduledAct } from "./use-scheduled-act.ts";
import { localIn } from "./zone-time.ts";

/** 定时发送: what waits, and what could not be sent. */
export function ScheduledList() {
  const t = useT();
  const list = useCall("scheduled.list", {});
  return (
    <ListFrame
      query={list}
      empty={list.data?.scheduled.length === 0}
      icon={<CalendarClock size={36} strokeWidth={1.4} />}
      title={t("kept.scheduled.empty")}
      hint={t("kept.scheduled.hint")}
    >
      {list.data?.scheduled.map((message) => (
        <Item key={message.id} message={message} />
      ))}
    </ListFrame>
  );
}

function Item({ message }: { message: ScheduledMessage }) {
  const t = useT();
  const zone = useCompanyZone();
  const [changing, setChanging] = useState(false);
  const act = useScheduledAct();
  const { id: scheduledId, conversationId, at, draft, failure } = message;
  const cancel = async () => {
    const sure = await confirm({
      title: t("kept.scheduled.cancelTitle"),
      confirmLabel: t("kept.scheduled.cancelYes"),
      danger: true,
    });
    if (sure) await act(() => callApi("scheduled.cancel", { scheduledId }), t("kept.scheduled.cancelled"));
  };
  return (
    <KeptCard
      head={
        <>
          {failure && <Tag tone="bad">{t("kept.scheduled.failed")}</Tag>}
          <time dateTime={at} className="font-medium text-ink-1">
            {localIn(new Date(at), zone).replace("T", " ")}
          </time>
          <ConversationName id={conversationId} />
        </>
      }
      acts={
        <>
          <Button size="sm" onClick={() => setChanging(true)}>
            {t("kept.scheduled.change")}
          </Button>
          <Button
            size="sm"
            onClick={() => void act(() => callApi("scheduled.sendNow", { scheduledId }), t("kept.scheduled.sent"))}
          >
            {t("kept.scheduled.now")}
          </Button>
          <Button size="sm" tone="danger" onClick={() => void cancel()}>
            {t("kept.scheduled.cancel")}
          </Button>
        </>
      }
    >
      <span className="line-clamp-6 whitespace-pre-wrap">{draft.content ? summaryText(draft) : draft.text}</span>
      {failure && (
        <p role="status" className="mt-1 text-meta text-bad">
          {failureText(new Failure(failure.code as ErrorCode, failure.params))}
        </p>
      )}
      {changing && <ChangeScheduled message={message} onClose={() => setChanging(false)} />}
    </KeptCard>
  );
}
