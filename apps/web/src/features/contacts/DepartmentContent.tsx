import type { DepartmentNode } from "@qunxin/protocol";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Network } from "lucide-react";
import { useRef } from "react";
import { VList, type VListHandle } from "virtua";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, Skeleton } from "../../ui/index.ts";
import { IconSquare } from "../people/PersonLine.tsx";
import { usePeoplePages } from "../people/use-people-pages.ts";
import { PersonItem } from "./PersonItem.tsx";

/** Sub-departments, then people, in one virtual list. */
export function DepartmentContent({ department }: { department: DepartmentNode }) {
  const t = useT();
  const list = useRef<VListHandle>(null);
  const subs = useCall("directory.departments", { parentId: department.id }, { enabled: department.hasChildren });
  const { people, total, error, retry, loadMore } = usePeoplePages({ departmentId: department.id, below: false });
  if (error) return <ErrorState message={failureText(error)} onRetry={retry} />;
  if (!people || subs.isLoading) return <Skeleton look="list" />;
  const departments = subs.data?.departments ?? [];
  if (departments.length + people.length === 0) return <EmptyState title={t("directory.department.empty")} />;
  const onScroll = () => {
    const box = list.current;
    if (box && box.scrollSize - box.scrollOffset - box.viewportSize < 600) loadMore();
  };
  const rows = [
    departments.length > 0 && (
      <Heading key="departments">{t("directory.department.subs", { count: departments.length })}</Heading>
    ),
    ...departments.map((sub) => <SubDepartment key={sub.id} department={sub} />),
    people.length > 0 && <Heading key="people">{t("directory.department.people", { count: total })}</Heading>,
    ...people.map((person) => (
      <div key={person.id} className="border-b border-line bg-pane">
        <PersonItem person={person} departmentId={department.id} />
      </div>
    )),
  ];
  return (
    <div className="min-h-0 flex-1">
      <VList ref={list} style={{ height: "100%" }} onScroll={onScroll}>
        {rows.filter((row) => row !== false)}
      </VList>
    </div>
  );
}

function Heading({ children }: { children: string }) {
  return <h2 className="px-4 pt-3 pb-1.5 text-meta text-ink-2 md:px-5">{children}</h2>;
}

function SubDepartment({ department }: { department: DepartmentNode }) {
  const t = useT();
  return (
    <div className="border-b border-line bg-pane">
      <Link
        to="/contacts/departments/$departmentId"
        params={{ departmentId: department.id }}
        className="flex min-h-13 items-center gap-3 px-4 hover:bg-hover focus-visible:-outline-offset-2 md:px-5"
      >
        <IconSquare size={32} icon={<Network size={16} />} />
        <span className="min-w-0 flex-1 truncate text-body">{department.name}</span>
        <span className="text-meta text-ink-3">{t("common.people.count", { count: department.headCount })}</span>
        <ChevronRight size={16} aria-hidden className="text-ink-3" />
      </Link>
    </div>
  );
}
