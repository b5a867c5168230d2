import { useT } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";

export interface DialogButtonsProps {
  /** Id of the form that the second button submits. */
  form: string;
  label: string;
  pending: boolean;
  onCancel: () => void;
}

/** Cancel and submit of a window that holds one form. */
export function DialogButtons({ form, label, pending, onCancel }: DialogButtonsProps) {
  const t = useT();
  return (
    <>
      <Button onClick={onCancel}>{t("common.cancel")}</Button>
      <Button type="submit" form={form} tone="primary" loading={pending}>
        {label}
      </Button>
    </>
  );
}
