import { faultText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

const fields = ["recallHours", "customerRecallMinutes", "editMinutes"] as const;

/** Until when what was sent may be recalled or edited. */
export function MessageLimits({ form }: { form: PolicyFields }) {
  const t = useT();
  const faults = form.formState.errors.messages;
  return (
    <Card title={t("admin.acts.title")} hint={t("admin.acts.hint")}>
      <div className="grid gap-4 md:grid-cols-3">
        {fields.map((name) => (
          <Field
            key={name}
            label={t(`admin.acts.${name}`)}
            hint={t(`admin.acts.${name}.hint`)}
            error={faultText(faults?.[name])}
          >
            <Input {...form.register(`messages.${name}`, { valueAsNumber: true })} type="number" inputMode="numeric" />
          </Field>
        ))}
      </div>
    </Card>
  );
}
