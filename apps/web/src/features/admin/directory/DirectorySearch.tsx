import type { DepartmentNode, PersonRow } from "@qunxin/protocol";
import { Network } from "lucide-react";
import type { ReactNode } from "react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Avatar, EmptyState, ErrorState, KindTag, Skeleton } from "../../../ui/index.ts";
import { StatusTag } from "./StatusTag.tsx";

export interface DirectorySearchProps {
  query: string;
  onDepartment: (department: DepartmentNode) => void;
  onPerson: (person: PersonRow) => void;
}

/** Departments and people that a text finds: name, pinyin, initials, account, mobile tail or path. */
export function DirectorySearch({ query, onDepartment, onPerson }: DirectorySearchProps) {
  const t = useT();
  const kinds = ["employee" as const, "external" as const, "department" as const];
  const found = useCall("directory.search", { query, kinds, includeInactive: true, limit: 50 }, { staleTime: 5_000 });
  if (found.isPending) return <Skeleton look="list" rows={5} />;
  if (found.isError) return <ErrorState message={failureText(found.error)} onRetry={() => void found.refetch()} />;
  const { departments, people } = found.data;
  if (departments.length + people.length === 0)
    return <EmptyState title={t("admin.directory.search.none", { query })} />;
  return (
    <div className="h-full overflow-y-auto p-2">
      {departments.length > 0 && <Heading>{t("admin.directory.search.departments")}</Heading>}
      {departments.map((department) => (
        <Hit
          key={department.id}
          start={<Network size={18} aria-hidden className="mx-1.5 shrink-0 text-ink-3" />}
          title={department.name}
          note={department.path.join(" / ")}
          onSelect={() => onDepartment(department)}
        />
      ))}
      {people.length > 0 && <Heading>{t("admin.directory.search.people")}</Heading>}
      {people.map((person) => (
        <Hit
          key={person.id}
          start={<Avatar id={person.id} name={person.name} url={person.avatarUrl} size={30} />}
          title={
            <>
              {person.name} {person.kind === "external" && <KindTag kind="external" />}{" "}
              {person.status !== "active" && <StatusTag status={person.status} />}
            </>
          }
          note={person.placements[0]?.path.join(" / ") ?? person.organisation ?? person.mobile}
          onSelect={() => onPerson(person)}
        />
      ))}
    </div>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <h3 className="px-2 pt-2 pb-1 text-meta text-ink-3">{children}</h3>;
}

function Hit(props: { start: ReactNode; title: ReactNode; note: ReactNode; onSelect: () => void }) {
  return (
    <button
      type="button"
      onClick={props.onSelect}
      className="flex min-h-11 w-full items-center gap-2 rounded-control px-2 py-1 text-left hover:bg-hover"
    >
      {props.start}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-body">{props.title}</span>
        {props.note && <span className="block truncate text-meta text-ink-3">{props.note}</span>}
      </span>
    </button>
  );
}
