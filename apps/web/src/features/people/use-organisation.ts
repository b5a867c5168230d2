import type { CallOutput, DepartmentNode, PersonRow } from "@qunxin/protocol";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { callApi, callKey, useCall } from "../../app/api.ts";
import { type ChildrenOf, type Department, isWithin } from "./selection.ts";

/** A line of the organisation tree: a department, a person in it, or how many more people it has. */
export type OrgNode = { id: string; label: string; hasChildren: boolean } & (
  | { kind: "department"; department: DepartmentNode }
  | { kind: "person"; person: PersonRow }
  | { kind: "more"; count: number }
);

export interface Organisation {
  roots: readonly OrgNode[] | undefined;
  error: Error | null;
  retry: () => void;
  loadChildren: (node: OrgNode) => Promise<readonly OrgNode[]>;
  /** Children of a department as far as they were loaded. */
  childrenOf: ChildrenOf;
  /** Loads the children of every department from `from` down to the parent of `to`, and with `own` those of `to`. */
  ensureBranches: (from: Department, to: Department, own: boolean) => Promise<void>;
}

const pageSize = 200;
/** People drawn below one department; who has more is found by search. */
const pagesPerDepartment = 5;

/** The organisation as a lazy tree; with `people` their rows stand below the sub-departments. */
export function useOrganisation(people: boolean): Organisation {
  const queries = useQueryClient();
  const roots = useCall("directory.departments", { parentId: null }, { staleTime: 60_000 });
  const parts = useMemo(
    () => ({
      loadChildren: (node: OrgNode) => loadChildren(queries, node, people),
      childrenOf: (id: Department["id"]) => knownChildren(queries, id),
      ensureBranches: (from: Department, to: Department, own: boolean) => ensureBranches(queries, from, to, own),
    }),
    [queries, people],
  );
  const nodes = useMemo(
    () => roots.data?.departments.map((department) => departmentLine(department, people)),
    [roots.data, people],
  );
  return { ...parts, roots: nodes, error: roots.error, retry: () => void roots.refetch() };
}

async function loadChildren(queries: QueryClient, node: OrgNode, people: boolean): Promise<OrgNode[]> {
  if (node.kind !== "department") return [];
  const { id } = node.department;
  const [departments, persons] = await Promise.all([
    fetchDepartments(queries, id),
    people ? fetchPeople(id) : { people: [], total: 0 },
  ]);
  const lines: OrgNode[] = departments.map((department) => departmentLine(department, people));
  lines.push(...persons.people.map((person) => personLine(id, person)));
  const more = persons.total - persons.people.length;
  if (more > 0) lines.push({ kind: "more", id: `${id}/more`, label: "", hasChildren: false, count: more });
  return lines;
}

/** Which people are there is not known before it is opened, so a department with a head-count can be opened. */
function departmentLine(department: DepartmentNode, people: boolean): OrgNode {
  const { id, name, hasChildren, headCount } = department;
  return { kind: "department", id, label: name, hasChildren: hasChildren || (people && headCount > 0), department };
}

/** Somebody in several departments has a line in each, so the id carries the department. */
function personLine(departmentId: string, person: PersonRow): OrgNode {
  return { kind: "person", id: `${departmentId}/${person.id}`, label: person.name, hasChildren: false, person };
}

async function fetchPeople(departmentId: Department["id"]): Promise<{ people: PersonRow[]; total: number }> {
  const people: PersonRow[] = [];
  let cursor: string | undefined;
  let total = 0;
  for (let page = 0; page < pagesPerDepartment; page++) {
    const answer: CallOutput<"directory.people"> = await callApi("directory.people", {
      departmentId,
      below: false,
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    people.push(...answer.people);
    total = answer.total;
    if (answer.nextCursor === null) break;
    cursor = answer.nextCursor;
  }
  return { people, total };
}

async function fetchDepartments(queries: QueryClient, parentId: Department["id"]): Promise<DepartmentNode[]> {
  const { departments } = await queries.fetchQuery({
    queryKey: callKey("directory.departments", { parentId }),
    queryFn: () => callApi("directory.departments", { parentId }),
    staleTime: 60_000,
    // What was ticked must stay known while the picker is open.
    gcTime: Number.POSITIVE_INFINITY,
  });
  return departments;
}

function knownChildren(queries: QueryClient, parentId: Department["id"]): readonly Department[] | undefined {
  const key = callKey("directory.departments", { parentId });
  return queries.getQueryData<CallOutput<"directory.departments">>(key)?.departments;
}

async function ensureBranches(queries: QueryClient, from: Department, to: Department, own: boolean): Promise<void> {
  let at: Department | undefined = from;
  while (at && at.id !== to.id) {
    const children: Department[] = await fetchDepartments(queries, at.id);
    at = children.find((child) => isWithin(to.path, child.path));
  }
  if (own) await fetchDepartments(queries, to.id);
}
