import type { ImportChange } from "@qunxin/protocol";
import type { MessageKey, useT } from "../../../i18n/index.ts";
import type { Column } from "../../../ui/index.ts";

/** Fields as the dry run names them; a field without a word of its own is shown by its name. */
const fieldWords: Record<string, MessageKey> = {
  name: "admin.person.name",
  account: "admin.person.account",
  mobile: "admin.person.mobile",
  email: "admin.person.email",
  departments: "admin.person.departments",
  position: "admin.person.position",
  gender: "admin.person.gender",
  employeeNo: "admin.person.employeeNo",
  leader: "admin.person.leader",
  status: "admin.person.status",
};

export function changeColumns(t: ReturnType<typeof useT>): Column<ImportChange>[] {
  return [
    {
      id: "line",
      header: t("admin.import.line"),
      width: "76px",
      cell: ({ line }) => <span className="tabular-nums">{line ?? "–"}</span>,
    },
    { id: "name", header: t("admin.person.name"), width: "minmax(100px, 160px)", cell: ({ name }) => name },
    { id: "account", header: t("admin.person.account"), width: "minmax(110px, 180px)", cell: ({ account }) => account },
    {
      id: "changes",
      header: t("admin.import.changes"),
      width: "minmax(260px, 1fr)",
      cell: ({ changes }) => (
        <span className="flex flex-wrap gap-x-4 py-1.5 text-meta whitespace-normal">
          {changes.map(({ field, before, after }) => (
            <span key={field}>
              <span className="text-ink-3">{word(t, field)}</span> {before && <s className="text-ink-3">{before}</s>}{" "}
              {after}
            </span>
          ))}
        </span>
      ),
    },
  ];
}

function word(t: ReturnType<typeof useT>, field: string): string {
  const key = fieldWords[field];
  return key ? t(key) : field;
}
