import { type ConversationId, limits } from "@qunxin/protocol";
import { type FormEvent, useState } from "react";
import { callApi } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, Field, Input, toast } from "../../ui/index.ts";
import { LaterForm, useLaterTime } from "./LaterForm.tsx";
import { localIn } from "./zone-time.ts";

export interface RemindDialogProps {
  conversationId: ConversationId;
  seq: number;
  onClose: () => void;
}

/** Asks when a message is to come back. */
export function RemindDialog({ conversationId, seq, onClose }: RemindDialogProps) {
  const t = useT();
  const time = useLaterTime();
  const [note, setNote] = useState("");
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!time.at) return;
    setPending(true);
    try {
      await callApi("reminders.set", { conversationId, seq, at: time.at.toISOString(), note: note.trim() });
      toast.ok(t("kept.remind.set", { time: localIn(time.at, time.zone).replace("T", " ") }));
      onClose();
    } catch (error) {
      toast.error(failureText(error));
    } finally {
      setPending(false);
    }
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button tone="primary" type="submit" form="remind-form" loading={pending} disabled={!time.at}>
        {t("kept.remind.submit")}
      </Button>
    </>
  );
  return (
    <Dialog open compact size="sm" title={t("kept.remind.title")} onOpenChange={onClose} footer={footer}>
      <form id="remind-form" onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <LaterForm time={time} label={t("kept.remind.when")} />
        <Field label={t("kept.remind.note")}>
          <Input
            value={note}
            maxLength={limits.reminderNoteChars}
            placeholder={t("kept.remind.notePlaceholder")}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
