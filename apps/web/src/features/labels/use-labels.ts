import type { Label } from "@qunxin/protocol";
import { useCall } from "../../app/api.ts";

const none: readonly Label[] = [];

/** One's labels in one's order; kept in step by `watchKept`. */
export function useLabels(): readonly Label[] {
  return useCall("labels.list", {}, { staleTime: Number.POSITIVE_INFINITY }).data?.labels ?? none;
}
