import { Copy } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { Button, Dialog } from "../../../ui/index.ts";
import { Notice } from "../../login/BrandCard.tsx";

export interface TemporaryPasswordProps {
  name: string;
  account: string;
  password: string;
  onClose: () => void;
}

/** The only time a temporary password is shown; a click beside the window does not lose it. */
export function TemporaryPassword({ name, account, password, onClose }: TemporaryPasswordProps) {
  const t = useT();
  return (
    <Dialog
      open
      compact
      size="sm"
      title={t("admin.password.title", { name })}
      locked
      onOpenChange={() => undefined}
      footer={
        <>
          <Button icon={<Copy size={15} aria-hidden />} onClick={() => void copyText(`${account} ${password}`)}>
            {t("admin.password.copy")}
          </Button>
          <Button tone="primary" onClick={onClose}>
            {t("common.done")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Notice tone="warn">{t("admin.password.once")}</Notice>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 rounded-control border border-line p-3">
          <dt className="text-ink-2">{t("admin.person.account")}</dt>
          <dd className="font-mono break-all select-all">{account}</dd>
          <dt className="text-ink-2">{t("admin.password.temporary")}</dt>
          <dd className="font-mono text-title break-all select-all">{password}</dd>
        </dl>
      </div>
    </Dialog>
  );
}
