import type { Selection } from "@qunxin/protocol";
import { useQueries } from "@tanstack/react-query";
import { callApi, callKey } from "../../app/api.ts";
import { departmentOf, nothingPicked, type Picked, personOfBrief } from "./selection.ts";
import { useBriefs } from "./use-briefs.ts";

/** Names for a selection that some screen starts a picker with; undefined until they are known. Groups are left out. */
export function useInitialPick(selection: Selection | undefined): Picked | undefined {
  const people = selection?.people ?? [];
  const briefs = useBriefs(people);
  const departments = useQueries({
    queries: (selection?.departments ?? []).map(({ departmentId }) => ({
      queryKey: callKey("directory.department", { departmentId }),
      queryFn: () => callApi("directory.department", { departmentId }),
    })),
  });
  if (!selection) return nothingPicked;
  const found = briefs(people);
  if (found.length < people.length && !briefs.settled) return undefined;
  if (departments.some((query) => query.isPending)) return undefined;
  return {
    ...nothingPicked,
    people: found.map(personOfBrief),
    departments: departments.flatMap(({ data }, index) =>
      data ? [{ ...departmentOf(data.department), below: selection.departments[index]?.below ?? true }] : [],
    ),
  };
}
