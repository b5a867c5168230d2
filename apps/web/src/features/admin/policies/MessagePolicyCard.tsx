import { Controller } from "react-hook-form";
import { useT } from "../../../i18n/index.ts";
import { Switch } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

const fields = [
  "messages.receipts",
  "notifications.mentionsBreakThrough",
  "notifications.urgentBreaksThrough",
  "notifications.pushContent",
] as const;

/** 已读 at all, what breaks through quiet times, and what pushes may say. */
export function MessagePolicyCard({ form }: { form: PolicyFields }) {
  const t = useT();
  return (
    <Card title={t("admin.notices.title")}>
      <div className="flex flex-col divide-y divide-line *:py-1">
        {fields.map((name) => (
          <Controller
            key={name}
            control={form.control}
            name={name}
            render={({ field }) => (
              <Switch
                label={t(`admin.notices.${name}`)}
                hint={t(`admin.notices.${name}.hint`)}
                checked={field.value}
                onChange={field.onChange}
              />
            )}
          />
        ))}
      </div>
    </Card>
  );
}
