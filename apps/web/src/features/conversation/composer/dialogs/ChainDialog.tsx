import { useState } from "react";
import { useT } from "../../../../i18n/index.ts";
import { Dialog, Field, Input } from "../../../../ui/index.ts";
import { DialogActs } from "./DialogActs.tsx";
import type { ContentDialogProps } from "./ToolDialogs.tsx";

const lineChars = 200;

/** 发起接龙: what for, and what a line should look like. */
export function ChainDialog({ onClose, onSend }: ContentDialogProps) {
  const t = useT();
  const [title, setTitle] = useState("");
  const [example, setExample] = useState("");
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (title.trim()) onSend({ type: "chain", title: title.trim(), example: example.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("kinds.chain.new")}
      size="sm"
      footer={<DialogActs onClose={onClose} onSend={send} />}
    >
      <div className="flex flex-col gap-4">
        <Field label={t("kinds.chain.title")} required error={tried && !title.trim() ? t("kinds.required") : undefined}>
          <Input autoFocus value={title} maxLength={lineChars} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <Field label={t("kinds.chain.example")} hint={t("kinds.chain.exampleHint")}>
          <Input value={example} maxLength={lineChars} onChange={(event) => setExample(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
