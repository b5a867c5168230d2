import { type Ref, useState } from "react";
import { Controller } from "react-hook-form";
import { faultText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Field, Input } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import { bytesPerMb, namesIn } from "./file-values.ts";
import type { PolicyFields } from "./PoliciesScreen.tsx";

const sizes = ["maxBytes", "imageMaxBytes", "videoMaxBytes"] as const;
const lists = ["blockedExtensions", "allowedTypes"] as const;

/** How large files may be, and which are refused. */
export function FileLimits({ form }: { form: PolicyFields }) {
  const t = useT();
  const faults = form.formState.errors.files;
  return (
    <Card title={t("admin.files.title")} hint={t("admin.files.hint")}>
      <div className="grid gap-4 md:grid-cols-2">
        {sizes.map((name) => (
          <Field key={name} label={t(`admin.files.${name}`)} error={faultText(faults?.[name])}>
            <Controller
              control={form.control}
              name={`files.${name}`}
              render={({ field }) => <Megabytes bytes={field.value} onChange={field.onChange} ref={field.ref} />}
            />
          </Field>
        ))}
        <Field label={t("admin.files.videoMaxSeconds")} error={faultText(faults?.videoMaxSeconds)}>
          <Input
            {...form.register("files.videoMaxSeconds", { valueAsNumber: true })}
            type="number"
            inputMode="numeric"
          />
        </Field>
        {lists.map((name) => (
          <Field key={name} label={t(`admin.files.${name}`)} hint={t(`admin.files.${name}.hint`)}>
            <Controller
              control={form.control}
              name={`files.${name}`}
              render={({ field }) => <Names names={field.value} onChange={field.onChange} ref={field.ref} />}
            />
          </Field>
        ))}
      </div>
    </Card>
  );
}

interface MegabytesProps {
  bytes: number;
  onChange: (bytes: number) => void;
  ref: Ref<HTMLInputElement>;
}

function Megabytes({ bytes, onChange, ref }: MegabytesProps) {
  return (
    <Input
      ref={ref}
      type="number"
      inputMode="numeric"
      value={Number.isNaN(bytes) ? "" : bytes / bytesPerMb}
      onChange={(event) => onChange(Math.round(event.target.valueAsNumber * bytesPerMb))}
    />
  );
}

interface NamesProps {
  names: readonly string[];
  onChange: (names: string[]) => void;
  ref: Ref<HTMLInputElement>;
}

/** Several words in one field; while one types they stand as typed. */
function Names({ names, onChange, ref }: NamesProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      ref={ref}
      value={typed ?? names.join(", ")}
      autoCapitalize="off"
      spellCheck={false}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(namesIn(event.target.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
