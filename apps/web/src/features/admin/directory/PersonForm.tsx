import { Controller } from "react-hook-form";
import { Form, failureText, faultText, placeFailure, useContractForm } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input, RadioGroup, toast } from "../../../ui/index.ts";
import { PlacementsField } from "./PlacementsField.tsx";
import { type EmployeeFields, employeeFields, withoutBlanks } from "./person-values.ts";

export interface PersonFormProps {
  id: string;
  start: EmployeeFields;
  /** Names from the root of the departments that `start` mentions. */
  paths: ReadonlyMap<string, readonly string[]>;
  pending: boolean;
  /** Tries to save; the promise fails with what the call threw. */
  onSave: (fields: EmployeeFields) => Promise<void>;
}

/** All fields of an employee. Buttons stand outside and name the form by `id`. */
export function PersonForm({ id, start, paths, pending, onSave }: PersonFormProps) {
  const form = useContractForm(employeeFields, start);
  const submit = form.handleSubmit((fields) =>
    onSave(withoutBlanks(fields)).catch((error: unknown) => {
      const placed = placeFailure(form, error, {
        "directory/account_taken": "account",
        "directory/mobile_taken": "mobile",
        "directory/email_taken": "email",
        "directory/needs_department": "placements",
        "directory/department_not_found": "placements",
      });
      if (!placed) toast.error(failureText(error));
    }),
  );
  return (
    <Form id={id} onSubmit={submit} pending={pending} className="grid gap-4 sm:grid-cols-2">
      <Texts form={form} />
      <GenderField form={form} />
      <div className="min-w-0 sm:col-span-2">
        <Controller
          control={form.control}
          name="placements"
          render={({ field, fieldState }) => (
            <PlacementsField
              value={field.value}
              onChange={field.onChange}
              paths={paths}
              error={faultText(fieldState.error)}
            />
          )}
        />
      </div>
    </Form>
  );
}

type PersonFields = ReturnType<typeof useContractForm<typeof employeeFields>>;

function Texts({ form }: { form: PersonFields }) {
  const t = useT();
  const { errors } = form.formState;
  const accountFault = errors.account?.type === "form" ? t("common.field.account") : faultText(errors.account);
  return (
    <>
      <Field label={t("admin.person.name")} required error={faultText(errors.name)}>
        <Input {...form.register("name")} autoComplete="off" />
      </Field>
      <Field label={t("admin.person.account")} required error={accountFault}>
        <Input {...form.register("account")} autoComplete="off" autoCapitalize="off" spellCheck={false} />
      </Field>
      <Field label={t("admin.person.mobile")} error={faultText(errors.mobile)}>
        <Input {...form.register("mobile")} type="tel" autoComplete="off" />
      </Field>
      <Field label={t("admin.person.email")} error={faultText(errors.email)}>
        <Input {...form.register("email")} type="email" autoComplete="off" />
      </Field>
      <Field label={t("admin.person.position")} error={faultText(errors.position)}>
        <Input {...form.register("position")} autoComplete="off" />
      </Field>
      <Field label={t("admin.person.employeeNo")} error={faultText(errors.employeeNo)}>
        <Input {...form.register("employeeNo")} autoComplete="off" />
      </Field>
    </>
  );
}

function GenderField({ form }: { form: PersonFields }) {
  const t = useT();
  return (
    <Field label={t("admin.person.gender")} className="sm:col-span-2">
      <Controller
        control={form.control}
        name="gender"
        render={({ field }) => (
          <RadioGroup
            inline
            value={field.value}
            onChange={field.onChange}
            options={(["male", "female", "unknown"] as const).map((value) => ({
              value,
              label: t(`admin.gender.${value}`),
            }))}
          />
        )}
      />
    </Field>
  );
}
