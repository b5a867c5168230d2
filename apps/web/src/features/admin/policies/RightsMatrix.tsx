import { GroupRight, GroupRole } from "@qunxin/protocol";
import { Lock, LockOpen } from "lucide-react";
import { Controller } from "react-hook-form";
import { useT } from "../../../i18n/index.ts";
import { Checkbox, IconButton } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

/** Role × right; a locked cell cannot be changed by a group for itself. */
export function RightsMatrix({ form }: { form: PolicyFields }) {
  const t = useT();
  return (
    <Card title={t("admin.rights.title")} hint={t("admin.rights.hint")}>
      {/* relative: the boxes' hidden inputs are placed absolutely and would widen the page behind this scroller. */}
      <div className="relative -mx-4 overflow-x-auto px-4">
        <table className="w-full min-w-160 text-body">
          <caption className="sr-only">{t("admin.rights.title")}</caption>
          <thead>
            <tr className="border-b border-line text-meta text-ink-2">
              <th scope="col" className="py-2 pr-2 text-left font-medium">
                {t("admin.rights.role")}
              </th>
              {GroupRight.options.map((right) => (
                <th key={right} scope="col" className="px-2 py-2 text-center font-medium">
                  {t(`admin.right.${right}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {GroupRole.options.map((role) => (
              <tr key={role} className="border-b border-line last:border-0">
                <th scope="row" className="py-2 pr-2 text-left font-medium whitespace-nowrap">
                  {t(`admin.role.${role}`)}
                </th>
                {GroupRight.options.map((right) => (
                  <td key={right} className="px-2 py-1.5">
                    <Cell form={form} role={role} right={right} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Cell({ form, role, right }: { form: PolicyFields; role: GroupRole; right: GroupRight }) {
  const t = useT();
  const name = t("admin.rights.cell", { role: t(`admin.role.${role}`), right: t(`admin.right.${right}`) });
  return (
    <span className="flex items-center justify-center gap-1">
      <Controller
        control={form.control}
        name={`groupRights.${role}.${right}`}
        render={({ field }) => <Checkbox checked={field.value} onChange={field.onChange} ariaLabel={name} />}
      />
      <Controller
        control={form.control}
        name="lockedGroupRights"
        render={({ field }) => (
          <LockButton
            name={name}
            locked={field.value.includes(`${role}.${right}`)}
            onChange={(locked) => field.onChange(withCell(field.value, `${role}.${right}`, locked))}
          />
        )}
      />
    </span>
  );
}

function LockButton({ name, locked, onChange }: { name: string; locked: boolean; onChange: (on: boolean) => void }) {
  const t = useT();
  return (
    <IconButton
      size="sm"
      label={t("admin.rights.lock", { cell: name })}
      pressed={locked}
      icon={locked ? <Lock size={14} /> : <LockOpen size={14} className="opacity-60" />}
      onClick={() => onChange(!locked)}
    />
  );
}

/** Sorted, so that locking and unlocking again is no change. */
function withCell(cells: readonly string[], cell: string, on: boolean): string[] {
  const others = cells.filter((other) => other !== cell);
  return on ? [...others, cell].sort() : others;
}
