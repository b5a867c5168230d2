import { useT } from "../../../../i18n/index.ts";
import { Button } from "../../../../ui/index.ts";

export interface DialogActsProps {
  onClose: () => void;
  onSend: () => void;
  disabled?: boolean;
}

/** 取消 and 发送. */
export function DialogActs({ onClose, onSend, disabled }: DialogActsProps) {
  const t = useT();
  return (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button tone="primary" disabled={disabled ?? false} onClick={onSend}>
        {t("kinds.send")}
      </Button>
    </>
  );
}
