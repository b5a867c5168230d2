import { type GroupDetails, GroupRight, type GroupRole } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { Button, Checkbox } from "../../ui/index.ts";
import type { OptionsChange } from "./OptionsDialog.tsx";

export interface RightsTableProps {
  group: GroupDetails;
  set: (change: OptionsChange) => void;
}

/** Who may do what in this group, cell by cell; the owner's row is not up for change. */
export function RightsTable({ group, set }: RightsTableProps) {
  const t = useT();
  const roles: GroupRole[] = ["administrator", "member"];
  if (group.type === "customer") roles.push("external");
  const overridden = Object.keys(group.options.rights);
  return (
    <section className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <div>
          <h3 className="text-body font-medium">{t("groups.options.rights")}</h3>
          <p className="text-meta text-ink-3">{t("groups.options.rights.hint")}</p>
        </div>
        {overridden.length > 0 && (
          <Button size="sm" onClick={() => set({ rights: Object.fromEntries(overridden.map((cell) => [cell, null])) })}>
            {t("groups.options.rights.reset")}
          </Button>
        )}
      </div>
      <div className="overflow-x-auto rounded-card border border-line">
        <table className="w-full text-meta">
          <thead>
            <tr className="bg-list text-ink-2">
              <th scope="col" className="px-3 py-2 text-left font-medium">
                {t("groups.options.rights.role")}
              </th>
              {GroupRight.options.map((right) => (
                <th key={right} scope="col" className="px-1.5 py-2 font-medium whitespace-nowrap">
                  {t(`groups.right.${right}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {roles.map((role) => (
              <RoleRow key={role} role={role} group={group} set={set} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function RoleRow({ role, group, set }: RightsTableProps & { role: GroupRole }) {
  const t = useT();
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-3 text-left font-normal whitespace-nowrap">
        {t(`groups.role.${role}`)}
      </th>
      {GroupRight.options.map((right) => {
        const cell = `${role}.${right}`;
        const label = t("groups.options.rights.cell", {
          role: t(`groups.role.${role}`),
          right: t(`groups.right.${right}`),
        });
        return (
          <td key={right} className="px-1.5">
            <span className="flex h-10 items-center justify-center max-md:h-11">
              <Checkbox
                ariaLabel={label}
                checked={group.rights[cell] ?? false}
                onChange={(on) => set({ rights: { [cell]: on } })}
              />
            </span>
          </td>
        );
      })}
    </tr>
  );
}
