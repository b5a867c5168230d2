import { Failure, identityCalls } from "@qunxin/protocol";
import { type ReactNode, useState } from "react";
import { useWatch } from "react-hook-form";
import * as z from "zod/mini";
import { useAct } from "../../app/api.ts";
import { Form, failureText, faultText, placeFailure, useContractForm } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Field, PasswordInput } from "../../ui/index.ts";
import { Notice } from "./BrandCard.tsx";
import { PasswordRules } from "./PasswordRules.tsx";
import { hiddenRule, learntPolicy, type PasswordPolicy, usualPasswordPolicy } from "./password-rules.ts";

const passwords = z.extend(identityCalls["identity.changePassword"].input, {
  repeated: z.string().check(z.minLength(1)),
});

const places = {
  "identity/wrong_credentials": "current",
  "identity/password_policy": "next",
  "identity/same_password": "next",
} as const;

export interface PasswordFormProps {
  id: string;
  currentLabel: string;
  onChanged: () => void;
  /** Draws the buttons; they may stand outside the form and name it by `id`. */
  children: (state: { pending: boolean }) => ReactNode;
}

/** Current password, new one twice, and the rules that tick while one types. */
export function PasswordForm({ id, currentLabel, onChanged, children }: PasswordFormProps) {
  const t = useT();
  const change = useAct("identity.changePassword");
  const [policy, setPolicy] = useState<PasswordPolicy>(usualPasswordPolicy);
  const form = useContractForm(passwords, { current: "", next: "", repeated: "" });
  const { errors } = form.formState;
  const next = useWatch({ control: form.control, name: "next" });
  const onError = (error: unknown) => {
    const weak = error instanceof Failure && error.code === "identity/password_policy" ? error : null;
    if (weak) setPolicy(learntPolicy(weak, form.getValues("next"), policy));
    const rule = weak && hiddenRule(weak);
    const words = {
      "identity/wrong_credentials": t("identity.password.wrong"),
      ...(rule ? { "identity/password_policy": t(`identity.password.${rule}`) } : {}),
    };
    placeFailure(form, error, places, words);
  };
  const submit = form.handleSubmit(({ current, next: chosen, repeated }) => {
    if (chosen === repeated) change.mutate({ current, next: chosen }, { onSuccess: onChanged, onError });
    else form.setError("repeated", { type: "server", message: t("identity.password.differs") }, { shouldFocus: true });
  });
  return (
    <Form
      id={id}
      onSubmit={submit}
      pending={change.isPending}
      aria-label={t("identity.password.change")}
      className="flex flex-col gap-4"
    >
      {change.isError && !errors.current && !errors.next && <Notice tone="bad">{failureText(change.error)}</Notice>}
      <Field label={currentLabel} error={faultText(errors.current)}>
        <PasswordInput {...form.register("current")} autoComplete="current-password" />
      </Field>
      <Field label={t("identity.password.next")} error={faultText(errors.next)}>
        <PasswordInput {...form.register("next")} autoComplete="new-password" />
      </Field>
      <PasswordRules password={next} policy={policy} />
      <Field label={t("identity.password.repeat")} error={faultText(errors.repeated)}>
        <PasswordInput {...form.register("repeated")} autoComplete="new-password" />
      </Field>
      {children({ pending: change.isPending })}
    </Form>
  );
}
