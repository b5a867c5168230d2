import { CardField, FieldAudience } from "@qunxin/protocol";
import { Controller } from "react-hook-form";
import { useT } from "../../../i18n/index.ts";
import { Field, Select } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

/** Who sees which field of a colleague's card. */
export function FieldVisibility({ form }: { form: PolicyFields }) {
  const t = useT();
  const audiences = FieldAudience.options.map((value) => ({ value, label: t(`admin.audience.${value}`) }));
  return (
    <Card title={t("admin.visibility.title")} hint={t("admin.visibility.hint")}>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {CardField.options.map((field) => (
          <Field key={field} label={t(`admin.person.${field}`)}>
            <Controller
              control={form.control}
              name={`fieldAudience.${field}`}
              render={({ field: { value, onChange } }) => (
                <Select options={audiences} value={value} onChange={onChange} />
              )}
            />
          </Field>
        ))}
      </div>
    </Card>
  );
}
