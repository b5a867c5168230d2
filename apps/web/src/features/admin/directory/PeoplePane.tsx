import type { DepartmentId } from "@qunxin/protocol";
import { UserPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useCall } from "../../../app/api.ts";
import type { AdminDirectorySearch } from "../../../app/routes/admin.ts";
import { useT } from "../../../i18n/index.ts";
import { Breadcrumb, Button, Checkbox, Select } from "../../../ui/index.ts";
import { DepartmentMenu } from "./DepartmentMenu.tsx";
import type { Show, View } from "./DirectoryScreen.tsx";
import { ExternalDialog } from "./ExternalDialog.tsx";
import { NewPersonDialog } from "./NewPersonDialog.tsx";
import { PeopleTable } from "./PeopleTable.tsx";

export interface PeoplePaneProps {
  view: View;
  search: AdminDirectorySearch;
  show: Show;
  /** Opens the tree on a phone, where it does not stand beside. */
  chooser: ReactNode;
}

/** Leavers are in no department, so that only external contacts can be filtered by having left. */
const statuses = {
  department: ["active", "disabled", "any"],
  externals: ["active", "disabled", "left", "any"],
} as const;

/** Where one is, the filters, and the table. */
export function PeoplePane({ view, search, show, chooser }: PeoplePaneProps) {
  const t = useT();
  const status = search.status ?? "active";
  return (
    <section className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 p-3 md:p-5" aria-label={t("admin.directory.people")}>
      <header className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 max-md:basis-full">
          {view.kind === "department" ? (
            <>
              <h1 className="sr-only">{t("admin.directory.people")}</h1>
              <Place departmentId={view.departmentId} show={show} />
            </>
          ) : (
            <h1 className="px-1 text-body font-medium">{t(`admin.directory.${view.kind}`)}</h1>
          )}
        </div>
        {chooser}
        {view.kind === "department" && <EmployeeActions departmentId={view.departmentId} show={show} />}
        {view.kind === "externals" && <AddExternal show={show} />}
      </header>
      <div className="flex min-h-0 flex-1 flex-col rounded-card border border-line bg-pane">
        {view.kind !== "left" && <Filters view={view.kind} search={search} show={show} />}
        <PeopleTable
          view={view}
          below={!search.flat}
          status={status}
          onOpen={(personId) => show({ ...search, personId })}
        />
      </div>
    </section>
  );
}

function Filters(props: { view: "department" | "externals"; search: AdminDirectorySearch; show: Show }) {
  const t = useT();
  const { view, search, show } = props;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-2">
      <Select
        className="!w-36"
        label={t("admin.person.status")}
        value={search.status ?? "active"}
        options={statuses[view].map((value) => ({ value, label: t(`admin.status.${value}`) }))}
        onChange={(next) => show({ ...search, status: next === "active" ? undefined : next })}
      />
      {view === "department" && (
        <Checkbox
          checked={!search.flat}
          onChange={(below) => show({ ...search, flat: below ? undefined : true })}
          label={t("admin.directory.below")}
        />
      )}
    </div>
  );
}

function Place({ departmentId, show }: { departmentId: DepartmentId; show: Show }) {
  const { data } = useCall("directory.department", { departmentId });
  if (!data) return <span className="block h-6" />;
  const line = [...data.ancestors, data.department];
  return (
    <Breadcrumb
      items={line.map(({ id, name }) => ({ id, label: name }))}
      onSelect={(id) => show({ departmentId: id })}
    />
  );
}

function EmployeeActions({ departmentId, show }: { departmentId: DepartmentId; show: Show }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const { data } = useCall("directory.department", { departmentId });
  return (
    <>
      {data && <DepartmentMenu department={data.department} show={show} />}
      <Button tone="primary" icon={<UserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        {t("admin.person.add")}
      </Button>
      {adding && data && <NewPersonDialog department={data.department} onClose={() => setAdding(false)} />}
    </>
  );
}

function AddExternal({ show }: { show: Show }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <Button tone="primary" icon={<UserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        {t("admin.external.add")}
      </Button>
      {adding && (
        <ExternalDialog
          onClose={() => setAdding(false)}
          onAdded={(personId) => {
            setAdding(false);
            show({ externals: true, personId });
          }}
        />
      )}
    </>
  );
}
