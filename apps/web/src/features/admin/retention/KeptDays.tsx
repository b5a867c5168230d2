import { limits } from "@qunxin/protocol";
import type { Ref } from "react";
import { useT } from "../../../i18n/index.ts";
import { Field, Input, RadioGroup } from "../../../ui/index.ts";
import type { Kept } from "./kept.ts";

export interface KeptDaysProps {
  label: string;
  value: Kept;
  onChange: (value: Kept) => void;
  error?: string | undefined;
  /** What following the company's policy would mean; absent where there is nothing to follow. */
  policy?: string;
  ref?: Ref<HTMLInputElement>;
}

type Way = "policy" | "days" | "forever";

/** How long messages are kept: so many days, for ever, or, for one group, as the company says. */
export function KeptDays({ label, value, onChange, error, policy, ref }: KeptDaysProps) {
  const t = useT();
  const way: Way = value === "policy" ? "policy" : value === null ? "forever" : "days";
  const choose = (next: Way) => {
    if (next !== way) onChange(next === "days" ? usualDays : next === "forever" ? null : "policy");
  };
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Field label={label}>
        <RadioGroup<Way>
          inline={policy === undefined}
          value={way}
          onChange={choose}
          options={[
            ...(policy === undefined ? [] : [{ value: "policy" as const, label: policy }]),
            { value: "days", label: t("admin.retention.days") },
            { value: "forever", label: t("admin.retention.forever") },
          ]}
        />
      </Field>
      {way === "days" && (
        <Field
          hideLabel
          label={t("admin.retention.daysOf", { label })}
          hint={t("admin.retention.range", { min: limits.retentionDaysMin, max: limits.retentionDaysMax })}
          error={error}
        >
          <Input
            ref={ref}
            type="number"
            inputMode="numeric"
            className="max-w-50"
            value={Number.isNaN(value) ? "" : Number(value)}
            onChange={(event) => onChange(event.target.valueAsNumber)}
          />
        </Field>
      )}
    </div>
  );
}

const usualDays = 90;
