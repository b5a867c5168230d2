import type { KeptGroup } from "@qunxin/protocol";
import { formatNumber, useT } from "../../../i18n/index.ts";
import { type Column, Tag, useIsPhone, VirtualTable } from "../../../ui/index.ts";
import { daysText } from "./kept.ts";

export interface RetentionTableProps {
  groups: readonly KeptGroup[];
  onChoose: (group: KeptGroup) => void;
  onEndReached: () => void;
}

/** Groups by name, type, size, and how long each keeps its messages. */
export function RetentionTable({ groups, onChoose, onEndReached }: RetentionTableProps) {
  const t = useT();
  const phone = useIsPhone();
  const columns = columnsOf(t, onChoose);
  return (
    <VirtualTable
      label={t("admin.retention.groups")}
      columns={phone ? columns.filter(({ id }) => id === "name" || id === "kept") : columns}
      rows={groups}
      rowKey={({ id }) => id}
      onEndReached={onEndReached}
    />
  );
}

function columnsOf(t: ReturnType<typeof useT>, onChoose: RetentionTableProps["onChoose"]): Column<KeptGroup>[] {
  return [
    {
      id: "name",
      header: t("admin.retention.group"),
      width: "minmax(140px, 2fr)",
      cell: (group) => <GroupName group={group} onChoose={onChoose} />,
    },
    {
      id: "type",
      header: t("admin.retention.type"),
      width: "minmax(110px, 0.7fr)",
      cell: ({ type }) => t(`admin.retention.type.${type}`),
    },
    {
      id: "members",
      header: t("admin.retention.members"),
      width: "110px",
      align: "end",
      cell: ({ memberCount }) => formatNumber(memberCount),
    },
    {
      id: "kept",
      header: t("admin.retention.kept"),
      width: "minmax(130px, 1fr)",
      cell: (group) => (
        <span className="flex items-center gap-2">
          {daysText(group.days)}
          {group.own !== "policy" && <Tag tone="brand">{t("admin.retention.own")}</Tag>}
        </span>
      ),
    },
  ];
}

/** A button where there is something to set: all-staff groups keep everything. */
function GroupName({ group, onChoose }: { group: KeptGroup; onChoose: RetentionTableProps["onChoose"] }) {
  if (group.type === "all_staff") return group.name;
  return (
    <button
      type="button"
      className="max-w-full truncate rounded-control text-left text-brand-ink hover:underline max-md:min-h-11"
      onClick={() => onChoose(group)}
    >
      {group.name}
    </button>
  );
}
