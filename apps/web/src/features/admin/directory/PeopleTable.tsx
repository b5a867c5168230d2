import type { CallInput, PersonRow, PrincipalId } from "@qunxin/protocol";
import { useMemo } from "react";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import {
  Avatar,
  type Column,
  EmptyState,
  ErrorState,
  KindTag,
  Skeleton,
  Tag,
  useIsPhone,
  VirtualTable,
} from "../../../ui/index.ts";
import { usePages } from "../use-pages.ts";
import type { View } from "./DirectoryScreen.tsx";
import { StatusTag } from "./StatusTag.tsx";

export interface PeopleTableProps {
  view: View;
  /** Also the departments below the one shown. */
  below: boolean;
  status: "active" | "disabled" | "left" | "any";
  onOpen: (personId: PrincipalId) => void;
}

/** The people of a view, page by page as one scrolls. */
export function PeopleTable({ view, below, status, onOpen }: PeopleTableProps) {
  const t = useT();
  const phone = useIsPhone();
  const pages = usePages("directory.people", { ...rangeOf(view, below), status, limit: 100 });
  const people = useMemo(() => pages.data?.pages.flatMap((page) => page.people) ?? [], [pages.data]);
  const total = pages.data?.pages[0]?.total ?? 0;
  if (pages.isPending) return <Skeleton look="list" rows={8} />;
  if (pages.isError && people.length === 0) {
    return <ErrorState message={failureText(pages.error)} onRetry={() => void pages.refetch()} />;
  }
  if (people.length === 0) {
    return <EmptyState title={t(view.kind === "externals" ? "admin.external.none" : "admin.directory.empty")} />;
  }
  const columns = view.kind === "externals" ? externalColumns(t, onOpen) : employeeColumns(t, onOpen);
  return (
    <>
      <div className="min-h-0 flex-1">
        <VirtualTable
          label={t("admin.directory.people")}
          columns={phone ? columns.filter(({ id }) => id === "name" || id === "status") : columns}
          rows={people}
          rowKey={({ id }) => id}
          totalCount={total}
          onRowClick={({ id }) => onOpen(id)}
          onEndReached={() => {
            if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
          }}
        />
      </div>
      <p className="shrink-0 border-t border-line px-3 py-2 text-meta text-ink-2">
        {t("admin.directory.total", { count: total })}
      </p>
    </>
  );
}

function rangeOf(view: View, below: boolean): CallInput<"directory.people"> {
  if (view.kind === "department") return { departmentId: view.departmentId, below };
  return { departmentId: null, below: false, kind: view.kind === "externals" ? "external" : "employee" };
}

type Columns = Column<PersonRow>[];
type T = ReturnType<typeof useT>;

function employeeColumns(t: T, onOpen: PeopleTableProps["onOpen"]): Columns {
  return [
    nameColumn(t, onOpen),
    { id: "account", header: t("admin.person.account"), width: "minmax(100px, 0.8fr)", cell: ({ account }) => account },
    {
      id: "departments",
      header: t("admin.person.departments"),
      width: "minmax(150px, 1.3fr)",
      cell: ({ placements }) => <Places placements={placements} />,
    },
    { id: "position", header: t("admin.person.position"), width: "minmax(100px, 0.9fr)", cell: (row) => row.position },
    { id: "mobile", header: t("admin.person.mobile"), width: "130px", cell: ({ mobile }) => mobile },
    statusColumn(t),
  ];
}

function externalColumns(t: T, onOpen: PeopleTableProps["onOpen"]): Columns {
  return [
    nameColumn(t, onOpen),
    { id: "organisation", header: t("admin.person.organisation"), cell: ({ organisation }) => organisation ?? "–" },
    { id: "mobile", header: t("admin.person.mobile"), width: "160px", cell: ({ mobile }) => mobile },
    statusColumn(t),
  ];
}

function nameColumn(t: T, onOpen: PeopleTableProps["onOpen"]): Column<PersonRow> {
  return {
    id: "name",
    header: t("admin.person.name"),
    width: "minmax(170px, 1.2fr)",
    cell: (person) => (
      <span className="flex items-center gap-2">
        <Avatar id={person.id} name={person.name} url={person.avatarUrl} size={30} />
        <button
          type="button"
          className="truncate rounded-control text-left text-brand-ink hover:underline max-md:min-h-11"
          onClick={(event) => {
            event.stopPropagation();
            onOpen(person.id);
          }}
        >
          {person.name}
        </button>
        {person.administrator && <Tag tone="brand">{t("admin.person.administrator")}</Tag>}
        {person.kind === "external" && <KindTag kind="external" />}
      </span>
    ),
  };
}

function statusColumn(t: T): Column<PersonRow> {
  return {
    id: "status",
    header: t("admin.person.status"),
    width: "90px",
    cell: ({ status }) => <StatusTag status={status} />,
  };
}

function Places({ placements }: { placements: PersonRow["placements"] }) {
  const t = useT();
  const full = placements.map(({ path }) => path.join(" / ")).join("\n");
  return (
    <span title={full} className="flex items-center gap-1 truncate">
      {placements.map(({ departmentId, path, leader }) => (
        <span key={departmentId} className="flex items-center gap-1 truncate">
          <span className="truncate">{path.at(-1)}</span>
          {leader && <Tag tone="owner">{t("admin.person.leader.short")}</Tag>}
        </span>
      ))}
    </span>
  );
}
