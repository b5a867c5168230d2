import { calls } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { useAct } from "../../app/api.ts";
import { Form, failureText, faultText, placeFailure, useContractForm } from "../../app/contract-form.tsx";
import { useIntentionKey } from "../../app/request-key.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Field, Input, toast } from "../../ui/index.ts";
import type { PickedPerson } from "./selection.ts";

const fields = z.omit(calls["directory.createExternal"].input, { key: true });

export interface NewExternalFormProps {
  onCreated: (person: PickedPerson) => void;
  onCancel: () => void;
  /** Where the window around it has the title already. */
  hideTitle?: boolean;
}

/** Adds an external contact, known by name and mobile. */
export function NewExternalForm({ onCreated, onCancel, hideTitle = false }: NewExternalFormProps) {
  const t = useT();
  const queries = useQueryClient();
  const create = useAct("directory.createExternal");
  const key = useIntentionKey();
  const form = useContractForm(fields, { name: "", mobile: "", organisation: "" });
  const { errors } = form.formState;
  const submit = form.handleSubmit((values) =>
    create.mutate(
      { ...values, organisation: values.organisation || null, key: key.current() },
      {
        onSuccess: ({ personId }) => {
          key.spend();
          void queries.invalidateQueries({ queryKey: ["directory.people"] });
          const { name, organisation } = values;
          onCreated({ id: personId, name, kind: "external", avatarUrl: null, note: organisation || null, places: [] });
        },
        onError: (error) => {
          if (!placeFailure(form, error, { "directory/mobile_taken": "mobile" })) toast.error(failureText(error));
        },
      },
    ),
  );
  return (
    <Form
      onSubmit={submit}
      pending={create.isPending}
      aria-label={t("directory.external.new")}
      className="flex flex-col gap-4 p-4"
    >
      {!hideTitle && <h3 className="text-title font-semibold">{t("directory.external.new")}</h3>}
      <Field label={t("directory.field.name")} required error={faultText(errors.name)}>
        <Input {...form.register("name")} autoComplete="off" />
      </Field>
      <Field label={t("directory.field.mobile")} required error={faultText(errors.mobile)}>
        <Input {...form.register("mobile")} inputMode="tel" autoComplete="off" />
      </Field>
      <Field label={t("directory.field.organisation")} error={faultText(errors.organisation)}>
        <Input {...form.register("organisation")} autoComplete="off" />
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t("common.cancel")}</Button>
        <Button type="submit" tone="primary" loading={create.isPending}>
          {t("common.add")}
        </Button>
      </div>
    </Form>
  );
}
