import { limits, type ScheduledMessage } from "@qunxin/protocol";
import { useState } from "react";
import { callApi } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, Field, Textarea } from "../../ui/index.ts";
import { LaterForm, useLaterTime } from "./LaterForm.tsx";
import { useScheduledAct } from "./use-scheduled-act.ts";

/** Another time or other words for a message that waits. */
export function ChangeScheduled({ message, onClose }: { message: ScheduledMessage; onClose: () => void }) {
  const t = useT();
  const time = useLaterTime(new Date(message.at));
  const [text, setText] = useState(message.draft.text);
  const [pending, setPending] = useState(false);
  const act = useScheduledAct();
  const empty = text.trim() === "" && (!message.draft.content || message.draft.content.type === "markdown");
  const save = async () => {
    if (!time.at) return;
    setPending(true);
    const input = {
      scheduledId: message.id,
      at: time.at.toISOString(),
      draft: { ...message.draft, text: text.trim() },
    };
    const done = await act(() => callApi("scheduled.change", input), t("kept.scheduled.changed"));
    setPending(false);
    if (done) onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button tone="primary" loading={pending} disabled={!time.at || empty} onClick={() => void save()}>
        {t("common.save")}
      </Button>
    </>
  );
  return (
    <Dialog open size="sm" title={t("kept.scheduled.change")} onOpenChange={onClose} footer={footer}>
      <div className="flex flex-col gap-4">
        <Field label={t("kept.scheduled.text")}>
          <Textarea
            rows={4}
            maxLength={limits.messageChars}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <LaterForm time={time} label={t("kept.scheduled.when")} />
      </div>
    </Dialog>
  );
}
