import { identityCalls } from "@qunxin/protocol";
import * as z from "zod/mini";
import { Form, failureText, faultText, placeFailure, useContractForm } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, Dialog, Field, PasswordInput } from "../../ui/index.ts";

const proof = z.pick(identityCalls["identity.revokeOtherDevices"].input, { password: true });

interface PasswordQuestionProps {
  title: string;
  /** The consequence. */
  body: string;
  /** Verb of the act. */
  confirmLabel: string;
  danger?: boolean;
  act: { isPending: boolean };
  /** Settles when the act is done; what it throws is told beside the password, and asked for again. */
  onSubmit: (password: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for one's own password before an act that a stolen session must not do. */
export function PasswordQuestion({
  title,
  body,
  confirmLabel,
  danger = false,
  act,
  onSubmit,
  onClose,
}: PasswordQuestionProps) {
  const t = useT();
  const form = useContractForm(proof, { password: "" });
  const fault = form.formState.errors.password;
  const submit = form.handleSubmit(({ password }) =>
    onSubmit(password).catch((error: unknown) => {
      form.resetField("password");
      const words = { "identity/wrong_credentials": t("identity.password.wrong") };
      const placed = placeFailure(form, error, { "identity/wrong_credentials": "password" }, words);
      if (!placed) form.setError("password", { type: "server", message: failureText(error) });
    }),
  );
  const footer = (
    <>
      <Button onClick={onClose}>{t("common.cancel")}</Button>
      <Button type="submit" form="password-question" tone={danger ? "danger-solid" : "primary"} loading={act.isPending}>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog open compact size="sm" title={title} footer={footer} onOpenChange={(open) => !open && onClose()}>
      <Form id="password-question" onSubmit={submit} pending={act.isPending} className="flex flex-col gap-3">
        <p className="text-body text-ink-2">{body}</p>
        <Field label={t("identity.password.demanded")} error={faultText(fault)}>
          <PasswordInput {...form.register("password")} autoComplete="current-password" autoFocus />
        </Field>
      </Form>
    </Dialog>
  );
}
