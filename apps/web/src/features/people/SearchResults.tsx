import type { DepartmentNode, PersonRow } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { Network, SearchX } from "lucide-react";
import type { Ref } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, Skeleton, Tag } from "../../ui/index.ts";
import { IconSquare, PersonLine } from "./PersonLine.tsx";
import { PickList, type PickListHandle } from "./PickList.tsx";
import { placesText } from "./place-text.ts";
import { departmentOf, departmentState, personOfRow, personState, type TickState } from "./selection.ts";
import type { Picking } from "./use-picking.ts";

type Hit = { kind: "department"; department: DepartmentNode } | { kind: "person"; person: PersonRow };

export interface SearchResultsProps {
  query: string;
  /** Whether external contacts may be chosen. */
  externals: boolean;
  picking: Picking;
  ref?: Ref<PickListHandle>;
}

/** Departments and people that match, to tick. */
export function SearchResults({ query, externals, picking, ref }: SearchResultsProps) {
  const t = useT();
  const kinds: ("employee" | "external" | "department")[] = ["employee", "department"];
  if (externals) kinds.push("external");
  const { data, error, refetch } = useCall(
    "directory.search",
    { query, kinds, limit: 50 },
    { placeholderData: keepPreviousData },
  );
  if (error) return <ErrorState message={failureText(error)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton look="list" className="p-2" />;
  const hits = hitsOf(data);
  if (hits.length === 0) {
    return <EmptyState icon={<SearchX size={28} strokeWidth={1.6} />} title={t("directory.search.none")} />;
  }
  return (
    <PickList
      ref={ref}
      label={t("directory.search.results")}
      items={hits}
      keyOf={(hit) => (hit.kind === "person" ? hit.person.id : hit.department.id)}
      stateOf={(hit) => stateOf(picking, hit)}
      onToggle={(hit, on) => toggle(picking, hit, on)}
      render={(hit) => <HitLine hit={hit} members={picking.members} />}
    />
  );
}

function hitsOf({ departments, people }: { departments: DepartmentNode[]; people: PersonRow[] }): Hit[] {
  return [
    ...departments.map((department): Hit => ({ kind: "department", department })),
    ...people.map((person): Hit => ({ kind: "person", person })),
  ];
}

function stateOf({ picked, below, members }: Picking, hit: Hit): TickState {
  if (hit.kind === "person") return members.has(hit.person.id) || personState(picked, personOfRow(hit.person));
  return departmentState(picked, departmentOf(hit.department), below);
}

function toggle(picking: Picking, hit: Hit, on: boolean): void {
  if (hit.kind === "person") picking.person(personOfRow(hit.person), on);
  else picking.department(departmentOf(hit.department), on);
}

function HitLine({ hit, members }: { hit: Hit; members: Picking["members"] }) {
  const t = useT();
  if (hit.kind === "person") {
    const { person } = hit;
    const note = [person.position ?? person.organisation, placesText(person.placements)].filter(Boolean).join(" · ");
    const tag = members.has(person.id) && <Tag>{t("directory.pick.member")}</Tag>;
    return <PersonLine person={person} note={note} tags={tag} />;
  }
  const { name, path, headCount } = hit.department;
  const above = path.slice(0, -1).join(" / ");
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2.5">
      <IconSquare icon={<Network size={16} />} />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate text-body">{name}</span>
        <span className="truncate text-meta text-ink-3">{above}</span>
      </span>
      <span className="text-meta text-ink-3">{t("common.people.count", { count: headCount })}</span>
    </span>
  );
}
