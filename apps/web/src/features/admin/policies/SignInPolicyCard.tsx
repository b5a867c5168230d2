import { limits } from "@qunxin/protocol";
import { Controller } from "react-hook-form";
import { faultText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input, Switch } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

/** How long people stay signed in, and how long one may wait with the first time. */
export function SignInPolicyCard({ form }: { form: PolicyFields }) {
  const t = useT();
  const { sessions, password } = form.formState.errors;
  return (
    <Card title={t("admin.signIn.title")} hint={t("admin.signIn.hint")}>
      <div className="mb-3 grid gap-4 md:grid-cols-2">
        <Field
          label={t("admin.signIn.maxDays")}
          hint={t("admin.signIn.maxDays.hint", { max: limits.sessionMaxDays })}
          error={faultText(sessions?.maxDays)}
        >
          <Input {...form.register("sessions.maxDays", { valueAsNumber: true })} type="number" inputMode="numeric" />
        </Field>
        <Field
          label={t("admin.signIn.initialDays")}
          hint={t("admin.signIn.initialDays.hint", { max: limits.initialPasswordMaxDays })}
          error={faultText(password?.initialDays)}
        >
          <Input
            {...form.register("password.initialDays", { valueAsNumber: true })}
            type="number"
            inputMode="numeric"
          />
        </Field>
      </div>
      <Controller
        control={form.control}
        name="secondFactor.administrators"
        render={({ field }) => (
          <Switch
            label={t("admin.signIn.factor")}
            hint={t("admin.signIn.factor.hint")}
            checked={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </Card>
  );
}
