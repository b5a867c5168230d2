import type { ConversationId, GroupType } from "@qunxin/protocol";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useCall } from "../../app/api.ts";
import type { HeadCountAnswer } from "./head-count.ts";
import { isNothing, type Picked, toSelection } from "./selection.ts";

const settleMs = 200;

export interface HeadCount {
  /** Null while nothing is chosen or nothing was counted yet. */
  answer: HeadCountAnswer | null;
  /** The shown count is that of an earlier choice. */
  counting: boolean;
  error: Error | null;
}

/** Live head-count of a choice: asked after a short pause, and only the latest choice's answer counts. */
export function useHeadCount(picked: Picked, type: GroupType, groupId?: ConversationId): HeadCount {
  const [settled, setSettled] = useState(picked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(picked), settleMs);
    return () => clearTimeout(timer);
  }, [picked]);
  const selection = useMemo(() => toSelection(settled), [settled]);
  const nothing = isNothing(picked);
  const { data, isFetching, error } = useCall(
    "groups.previewSelection",
    { selection, type, ...(groupId ? { groupId } : {}) },
    { enabled: !nothing && !isNothing(settled), placeholderData: keepPreviousData, gcTime: 30_000 },
  );
  return { answer: nothing ? null : (data ?? null), counting: !nothing && (isFetching || settled !== picked), error };
}
