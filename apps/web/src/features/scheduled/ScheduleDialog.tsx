import { newKey } from "@qunxin/client";
import type { ConversationId, RequestKey, ScheduledDraft } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { callApi } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, toast } from "../../ui/index.ts";
import { LaterForm, useLaterTime } from "./LaterForm.tsx";
import { localIn } from "./zone-time.ts";

export interface ScheduleDialogProps {
  conversationId: ConversationId;
  draft: ScheduledDraft;
  onClose: () => void;
  /** The message waits at the server now. */
  onScheduled: () => void;
}

/** Asks when what was written is to be sent. */
export function ScheduleDialog({ conversationId, draft, onClose, onScheduled }: ScheduleDialogProps) {
  const t = useT();
  const navigate = useNavigate();
  const time = useLaterTime();
  const [key] = useState(() => newKey<RequestKey>());
  const [pending, setPending] = useState(false);
  const submit = async () => {
    if (!time.at) return;
    setPending(true);
    try {
      await callApi("scheduled.create", { key, conversationId, at: time.at.toISOString(), draft });
      toast.ok(t("kept.scheduled.done", { time: localIn(time.at, time.zone).replace("T", " ") }), {
        label: t("kept.show"),
        onSelect: () => void navigate({ to: "/kept", search: { tab: "scheduled" } }),
      });
      onScheduled();
    } catch (error) {
      toast.error(failureText(error));
      setPending(false);
    }
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button tone="primary" loading={pending} disabled={!time.at} onClick={() => void submit()}>
        {t("kept.scheduled.submit")}
      </Button>
    </>
  );
  return (
    <Dialog open compact size="sm" title={t("kept.scheduled.title")} onOpenChange={onClose} footer={footer}>
      <LaterForm time={time} label={t("kept.scheduled.when")} />
    </Dialog>
  );
}
