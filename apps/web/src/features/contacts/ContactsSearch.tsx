import type { DepartmentNode } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Network, SearchX } from "lucide-react";
import { VList } from "virtua";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, Skeleton } from "../../ui/index.ts";
import { IconSquare } from "../people/PersonLine.tsx";
import { placesText } from "../people/place-text.ts";
import { PersonItem } from "./PersonItem.tsx";

/** Departments and people that match. */
export function ContactsSearch({ query }: { query: string }) {
  const t = useT();
  const { data, error, refetch } = useCall(
    "directory.search",
    { query, kinds: ["department", "employee", "external"], limit: 50 },
    { placeholderData: keepPreviousData },
  );
  if (error) return <ErrorState message={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton look="list" />;
  if (data.departments.length + data.people.length === 0) {
    return <EmptyState icon={<SearchX size={28} strokeWidth={1.6} />} title={t("directory.search.none")} />;
  }
  return (
    <section aria-label={t("directory.search.results")} className="min-h-0 flex-1">
      <VList style={{ height: "100%" }}>
        {data.departments.map((department) => (
          <DepartmentHit key={department.id} department={department} />
        ))}
        {data.people.map((person) => {
          const note = [person.position ?? person.organisation, placesText(person.placements)];
          return <PersonItem key={person.id} person={person} note={note.filter(Boolean).join(" · ")} />;
        })}
      </VList>
    </section>
  );
}

function DepartmentHit({ department }: { department: DepartmentNode }) {
  const t = useT();
  return (
    <Link
      to="/contacts/departments/$departmentId"
      params={{ departmentId: department.id }}
      className="flex min-h-15 items-center gap-3 px-4 hover:bg-hover focus-visible:-outline-offset-2"
    >
      <IconSquare size={40} icon={<Network size={19} />} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate text-body">{department.name}</span>
        <span className="truncate text-meta text-ink-3">
          {[department.path.slice(1, -1).join("/"), t("common.people.count", { count: department.headCount })]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
    </Link>
  );
}
