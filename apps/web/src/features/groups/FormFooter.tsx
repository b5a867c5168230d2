import { useT } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";

export interface FormFooterProps {
  /** Id of the form that the button submits. */
  formId: string;
  pending: boolean;
  onCancel: () => void;
  /** Default 保存. */
  label?: string;
  disabled?: boolean;
}

/** Cancel and submit, in the bottom bar of a window with a form. */
export function FormFooter({ formId, pending, onCancel, label, disabled = false }: FormFooterProps) {
  const t = useT();
  return (
    <>
      <Button onClick={onCancel}>{t("common.cancel")}</Button>
      <Button type="submit" form={formId} tone="primary" loading={pending} disabled={disabled}>
        {label ?? t("common.save")}
      </Button>
    </>
  );
}
