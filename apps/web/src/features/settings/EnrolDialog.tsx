import { type CallOutput, identityCalls } from "@qunxin/protocol";
import { useState } from "react";
import { useAct } from "../../app/api.ts";
import { Form, failureText, faultText, useContractForm } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, Field, Input } from "../../ui/index.ts";
import { QrCode } from "../groups/QrCode.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

interface EnrolDialogProps {
  begun: CallOutput<"identity.enrolSecondFactor">;
  onClose: (confirmed: boolean) => void;
}

/** The secret as a QR code and as text, confirmed by a code of the app; then the recovery codes. */
export function EnrolDialog({ begun, onClose }: EnrolDialogProps) {
  const t = useT();
  const confirm = useAct("identity.confirmSecondFactor");
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const form = useContractForm(identityCalls["identity.confirmSecondFactor"].input, { code: "" });
  const submit = form.handleSubmit((input) =>
    confirm.mutate(input, {
      onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
      onError: (error) => form.setError("code", { type: "server", message: failureText(error) }, { shouldFocus: true }),
    }),
  );
  if (codes) return <RecoveryCodes codes={codes} onClose={() => onClose(true)} />;
  const footer = (
    <>
      <Button onClick={() => onClose(false)}>{t("common.cancel")}</Button>
      <Button type="submit" form="enrol-form" tone="primary" loading={confirm.isPending}>
        {t("common.confirm")}
      </Button>
    </>
  );
  const title = t("identity.factor.setUp");
  return (
    <Dialog open size="sm" title={title} footer={footer} onOpenChange={(open) => !open && onClose(false)}>
      <Form id="enrol-form" onSubmit={submit} pending={confirm.isPending} className="flex flex-col gap-3">
        <p className="text-body text-ink-2">{t("identity.factor.scan")}</p>
        <div className="flex justify-center">
          <QrCode text={begun.uri} label={t("identity.factor.qr")} />
        </div>
        <p className="text-meta text-ink-2">
          {t("identity.factor.typed")}{" "}
          <code className="mt-1 block text-body tracking-wide break-all select-all">{begun.secret}</code>
        </p>
        <Field label={t("identity.factor.code")} error={faultText(form.formState.errors.code)}>
          <Input {...form.register("code")} autoComplete="one-time-code" inputMode="numeric" autoFocus />
        </Field>
      </Form>
    </Dialog>
  );
}
