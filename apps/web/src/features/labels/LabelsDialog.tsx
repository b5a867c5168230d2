import type { ConversationId, LabelId } from "@qunxin/protocol";
import { useState } from "react";
import { callApi } from "../../app/api.ts";
import { useConversation } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog } from "../../ui/index.ts";
import { LabelLine } from "./LabelLine.tsx";
import { NewLabel } from "./NewLabel.tsx";
import { useLabelAct } from "./use-label-act.ts";
import { useLabels } from "./use-labels.ts";

/** Which labels a conversation has, and the labels themselves. */
export function LabelsDialog({ conversationId, onClose }: { conversationId: ConversationId; onClose: () => void }) {
  const t = useT();
  const labels = useLabels();
  const item = useConversation(conversationId);
  const [arranging, setArranging] = useState(false);
  const act = useLabelAct();
  const given = item?.labels ?? [];
  const toggle = (id: LabelId, on: boolean) => {
    const labelIds = on ? [...given, id] : given.filter((one) => one !== id);
    void act(() => callApi("labels.assign", { conversationId, labelIds }));
  };
  const move = (index: number, by: 1 | -1) => {
    const ids = labels.map(({ id }) => id);
    const [moved] = ids.splice(index, 1);
    if (moved) ids.splice(index + by, 0, moved);
    void act(() => callApi("labels.order", { labelIds: ids }));
  };
  const footer = (
    <>
      {labels.length > 0 && (
        <Button onClick={() => setArranging(!arranging)}>
          {t(arranging ? "kept.labels.arranged" : "kept.labels.arrange")}
        </Button>
      )}
      <Button tone="primary" onClick={onClose}>
        {t("kept.labels.done")}
      </Button>
    </>
  );
  return (
    <Dialog open compact size="sm" title={t("kept.labels.title")} onOpenChange={onClose} footer={footer}>
      {labels.length === 0 && <p className="pb-3 text-meta text-ink-2">{t("kept.labels.empty")}</p>}
      <ul className="flex flex-col">
        {labels.map((label, index) => (
          <LabelLine
            key={label.id}
            label={label}
            checked={given.includes(label.id)}
            arranging={arranging}
            first={index === 0}
            last={index === labels.length - 1}
            onToggle={(on) => toggle(label.id, on)}
            onMove={(by) => move(index, by)}
          />
        ))}
      </ul>
      <NewLabel onCreated={(id) => toggle(id, true)} />
    </Dialog>
  );
}
