import { useT } from "../../i18n/index.ts";
import { copyText } from "../../ui/copy-text.ts";
import { Button, Dialog } from "../../ui/index.ts";

/** The codes for the day the app is lost, shown once. */
export function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = useT();
  const footer = (
    <>
      <Button onClick={() => void copyText(codes.join("\n"))}>{t("common.copy")}</Button>
      <Button tone="primary" onClick={onClose}>
        {t("identity.factor.codes.kept")}
      </Button>
    </>
  );
  return (
    <Dialog open locked compact size="sm" title={t("identity.factor.codes")} footer={footer} onOpenChange={onClose}>
      <p className="text-body text-ink-2">{t("identity.factor.codes.hint")}</p>
      <ul aria-label={t("identity.factor.codes")} className="mt-3 grid grid-cols-2 gap-2 font-mono text-body">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  );
}
