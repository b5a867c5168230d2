import { limits } from "@qunxin/protocol";
import { Controller } from "react-hook-form";
import { faultText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input, Select } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

const classes = ["1", "2", "3", "4"] as const;

/** What new passwords must be like; those in use stay valid. */
export function PasswordPolicyCard({ form }: { form: PolicyFields }) {
  const t = useT();
  const fault = form.formState.errors.password?.minChars;
  return (
    <Card title={t("admin.passwords.title")} hint={t("admin.passwords.hint")}>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        <Field
          label={t("admin.passwords.minChars")}
          hint={t("admin.passwords.minChars.hint", { min: limits.passwordMinChars, max: 64 })}
          error={faultText(fault)}
        >
          <Input {...form.register("password.minChars", { valueAsNumber: true })} type="number" inputMode="numeric" />
        </Field>
        <Field label={t("admin.passwords.minClasses")}>
          <Controller
            control={form.control}
            name="password.minClasses"
            render={({ field }) => (
              <Select
                value={String(field.value) as (typeof classes)[number]}
                onChange={(next) => field.onChange(Number(next))}
                options={classes.map((value) => ({
                  value,
                  label: t("admin.passwords.classes", { count: Number(value) }),
                }))}
              />
            )}
          />
        </Field>
      </div>
    </Card>
  );
}
