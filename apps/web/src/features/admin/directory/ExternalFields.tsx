import { faultText, type useContractForm } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input } from "../../../ui/index.ts";
import type { externalEdits } from "./external-values.ts";

/** The fields of an external contact. */
export function ExternalFields({ form }: { form: ReturnType<typeof useContractForm<typeof externalEdits>> }) {
  const t = useT();
  const { errors } = form.formState;
  return (
    <>
      <Field label={t("admin.person.name")} required error={faultText(errors.name)}>
        <Input {...form.register("name")} autoComplete="off" />
      </Field>
      <Field label={t("admin.person.mobile")} required error={faultText(errors.mobile)}>
        <Input {...form.register("mobile")} type="tel" autoComplete="off" />
      </Field>
      <Field label={t("admin.person.organisation")} error={faultText(errors.organisation)}>
        <Input {...form.register("organisation")} autoComplete="off" />
      </Field>
    </>
  );
}
