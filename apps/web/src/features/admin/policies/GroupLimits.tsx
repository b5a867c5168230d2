import { limits } from "@qunxin/protocol";
import { useId } from "react";
import { Controller } from "react-hook-form";
import { faultText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import { PeopleChips } from "./Chips.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

/** How large groups may become, for whom not, and when members may @all. */
export function GroupLimits({ form }: { form: PolicyFields }) {
  const t = useT();
  const { errors } = form.formState;
  return (
    <Card title={t("admin.limits.title")}>
      <div className="grid gap-4 md:grid-cols-2">
        <Field
          label={t("admin.limits.cap")}
          hint={t("admin.limits.cap.hint", { min: limits.groupCapMin, max: limits.groupCapMax })}
          error={faultText(errors.normalGroupCap)}
        >
          <Input {...form.register("normalGroupCap", { valueAsNumber: true })} type="number" inputMode="numeric" />
        </Field>
        <Field
          label={t("admin.limits.mentionAll")}
          hint={t("admin.limits.mentionAll.hint")}
          error={faultText(errors.memberMentionAllUpTo)}
        >
          <Input
            {...form.register("memberMentionAllUpTo", { valueAsNumber: true })}
            type="number"
            inputMode="numeric"
          />
        </Field>
        <Controller
          control={form.control}
          name="normalGroupCapWhitelist"
          render={({ field }) => <Whitelist ids={field.value} onChange={field.onChange} />}
        />
      </div>
    </Card>
  );
}

function Whitelist({ ids, onChange }: { ids: string[]; onChange: (ids: string[]) => void }) {
  const t = useT();
  const id = useId();
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col gap-1.5 md:col-span-2">
      <span id={id} className="text-meta font-medium text-ink-2">
        {t("admin.limits.whitelist")}
      </span>
      <p className="text-meta text-ink-3">{t("admin.limits.whitelist.hint", { max: limits.groupCapMax })}</p>
      <PeopleChips label={t("admin.limits.whitelist.add")} ids={ids} onChange={onChange} />
    </fieldset>
  );
}
