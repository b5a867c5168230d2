import { companyCalls, Failure } from "@qunxin/protocol";
import { useMemo } from "react";
import { Controller, useWatch } from "react-hook-form";
import * as z from "zod/mini";
import { useAct } from "../../app/api.ts";
import { Form, failureText, faultText, placeFailure, useContractForm } from "../../app/contract-form.tsx";
import { chooseLocale, currentLocale, locales, t, useT } from "../../i18n/index.ts";
import { Button, Field, Input, PasswordInput, RadioGroup, Select } from "../../ui/index.ts";
import { BrandCard, Notice } from "../login/BrandCard.tsx";
import { PasswordRules } from "../login/PasswordRules.tsx";
import { hiddenRule, passwordRules, usualPasswordPolicy } from "../login/password-rules.ts";
import { Steps } from "./Steps.tsx";
import { ownTimeZone, timeZones } from "./time-zones.ts";

const founding = z.omit(companyCalls["company.setUp"].input, { code: true });

/** Step 1: the company and its first administrator. */
export function CompanyForm({ code, onFounded }: { code: string; onFounded: () => Promise<void> }) {
  const t = useT();
  const setUp = useAct("company.setUp");
  const form = useFoundingForm();
  const submit = form.handleSubmit((values) => {
    const weak = passwordRules(values.administrator.password, usualPasswordPolicy).some(({ met }) => !met);
    if (weak) {
      form.setError(
        "administrator.password",
        { type: "server", message: t("setup.password.weak") },
        { shouldFocus: true },
      );
      return;
    }
    setUp.mutate(
      { code, ...values },
      {
        onSuccess: onFounded,
        onError: (error) => placeWeakness(form, error),
      },
    );
  });
  return (
    <BrandCard wide title={t("setup.title")} hint={t("setup.hint")}>
      <Steps current={0} />
      <Form onSubmit={submit} pending={setUp.isPending} aria-label={t("setup.title")} className="flex flex-col gap-6">
        {setUp.isError && <Refusal error={setUp.error} />}
        <CompanyFields form={form} />
        <AdministratorFields form={form} />
        <Button type="submit" tone="primary" size="lg" block loading={setUp.isPending}>
          {t("setup.submit")}
        </Button>
      </Form>
    </BrandCard>
  );
}

function placeWeakness(form: FoundingForm, error: unknown): void {
  const rule = error instanceof Failure && hiddenRule(error);
  const words = rule ? { "identity/password_policy": t(`identity.password.${rule}`) } : {};
  placeFailure(form, error, { "identity/password_policy": "administrator.password" }, words);
}

type FoundingForm = ReturnType<typeof useFoundingForm>;

function useFoundingForm() {
  return useContractForm(founding, {
    company: { name: "", timeZone: ownTimeZone(), locale: currentLocale() },
    administrator: { name: "", account: "", password: "" },
  });
}

function CompanyFields({ form }: { form: FoundingForm }) {
  const t = useT();
  const zones = useMemo(() => timeZones(new Date()), []);
  const { errors } = form.formState;
  return (
    <fieldset className="grid gap-4 md:grid-cols-2">
      <legend className="mb-3 text-title font-semibold">{t("setup.company")}</legend>
      <Field label={t("setup.company.name")} required error={faultText(errors.company?.name)} className="md:col-span-2">
        <Input {...form.register("company.name")} autoComplete="organization" autoFocus />
      </Field>
      <Field label={t("setup.company.timeZone")} hint={t("setup.company.timeZone.hint")}>
        <Controller
          control={form.control}
          name="company.timeZone"
          render={({ field }) => <Select options={zones} value={field.value} onChange={field.onChange} />}
        />
      </Field>
      <Field label={t("shell.language")}>
        <Controller
          control={form.control}
          name="company.locale"
          render={({ field }) => (
            <RadioGroup
              inline
              value={field.value}
              options={locales.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(locale) => {
                field.onChange(locale);
                void chooseLocale(locale);
              }}
            />
          )}
        />
      </Field>
    </fieldset>
  );
}

function AdministratorFields({ form }: { form: FoundingForm }) {
  const t = useT();
  const { errors } = form.formState;
  const password = useWatch({ control: form.control, name: "administrator.password" });
  return (
    <fieldset className="grid gap-4 md:grid-cols-2">
      <legend className="mb-3 text-title font-semibold">{t("setup.administrator")}</legend>
      <Field label={t("setup.administrator.name")} required error={faultText(errors.administrator?.name)}>
        <Input {...form.register("administrator.name")} autoComplete="name" />
      </Field>
      <Field
        label={t("setup.administrator.account")}
        required
        hint={t("setup.administrator.account.hint")}
        error={errors.administrator?.account && accountFault(t, errors.administrator.account)}
      >
        <Input
          {...form.register("administrator.account")}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
        />
      </Field>
      <Field
        label={t("identity.login.password")}
        required
        error={faultText(errors.administrator?.password)}
        className="md:col-span-2"
      >
        <PasswordInput {...form.register("administrator.password")} autoComplete="new-password" />
      </Field>
      <PasswordRules password={password} policy={usualPasswordPolicy} />
    </fieldset>
  );
}

function accountFault(t: ReturnType<typeof useT>, fault: { type?: unknown; message?: string | undefined }) {
  return fault.type === "form" ? t("common.field.account") : faultText(fault);
}

/** A wrong or used code needs more than a sentence: where the right one stands. */
function Refusal({ error }: { error: unknown }) {
  const t = useT();
  if (!(error instanceof Failure)) return <Notice tone="bad">{failureText(error)}</Notice>;
  if (error.code === "identity/password_policy") return null;
  if (error.code === "company/setup_code") {
    return (
      <Notice tone="bad">
        <strong className="block font-medium">{t("setup.code.wrong")}</strong>
        {t("setup.code.where")}
      </Notice>
    );
  }
  return (
    <Notice tone="bad">{error.code === "company/already_set_up" ? t("setup.already.hint") : failureText(error)}</Notice>
  );
}
