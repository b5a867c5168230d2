import type { Selection } from "@qunxin/protocol";
import { useQueries } from "@tanstack/react-query";
import { callApi, callKey, useCall } from "../../app/api.ts";
import { departmentOf, nothingPicked, type Picked, personOfBrief } from "./selection.ts";

/** Names for the people and departments that a picker starts with; undefined until they are known. */
export function useInitialPick(selection: Selection | undefined): Picked | undefined {
  const ids = selection?.people ?? [];
  const briefs = useCall("directory.briefs", { ids }, { enabled: ids.length > 0 });
  const departments = useQueries({
    queries: (selection?.departments ?? []).map(({ departmentId }) => ({
      queryKey: callKey("directory.department", { departmentId }),
      queryFn: () => callApi("directory.department", { departmentId }),
    })),
  });
  if (!selection) return nothingPicked;
  if (briefs.isLoading || departments.some((query) => query.isLoading)) return undefined;
  return {
    ...nothingPicked,
    people: briefs.data?.people.map(personOfBrief) ?? [],
    departments: departments.flatMap(({ data }, index) =>
      data ? [{ ...departmentOf(data.department), below: selection.departments[index]?.below ?? true }] : [],
    ),
  };
}
