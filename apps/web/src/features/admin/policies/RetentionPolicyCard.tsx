import { Link } from "@tanstack/react-router";
import { Controller } from "react-hook-form";
import { faultText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Card } from "../Page.tsx";
import { KeptDays } from "../retention/KeptDays.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

const types = ["normal", "customer"] as const;

/** How long messages are kept, by type of group; single groups may differ. */
export function RetentionPolicyCard({ form }: { form: PolicyFields }) {
  const t = useT();
  const faults = form.formState.errors.retention;
  return (
    <Card title={t("admin.retention.title")} hint={t("admin.retention.hint")}>
      <div className="grid gap-4 md:grid-cols-2">
        {types.map((type) => (
          <Controller
            key={type}
            control={form.control}
            name={`retention.${type}Days`}
            render={({ field }) => (
              <KeptDays
                label={t(`admin.retention.type.${type}`)}
                value={field.value}
                onChange={field.onChange}
                error={faultText(faults?.[`${type}Days`])}
                ref={field.ref}
              />
            )}
          />
        ))}
      </div>
      <p className="mt-4 text-meta text-ink-2">
        {t("admin.retention.others")}{" "}
        <Link to="/admin/retention" className="text-brand-ink underline">
          {t("admin.retention.toGroups")}
        </Link>
      </p>
    </Card>
  );
}
