import type { ConversationItem } from "@qunxin/client";
import type { ConversationId, GroupDetails } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { callKey, useCall } from "../../../app/api.ts";
import { usePerson } from "../../../app/live.ts";
import { useShell } from "../../../app/shell-state.ts";
import { fullDateTime, useT } from "../../../i18n/index.ts";

/** Why the person cannot write here, in words; null when they can. */
export function useBlocked(item: ConversationItem, details: GroupDetails | undefined): string | null {
  const t = useT();
  const peer = usePerson(item.peerId);
  const mutedUntil = useMutedUntil(details);
  if (peer && peer.status !== "active") return t("chat.blocked.peerInactive");
  if (!details) return null;
  if (details.state === "dissolved") return t("chat.blocked.dissolved");
  if (details.can.speak) return null;
  if (mutedUntil) return t("chat.blocked.mutedUntil", { until: fullDateTime(new Date(mutedUntil)) });
  return t(details.options.onlyStaffSpeak ? "chat.blocked.allMuted" : "chat.blocked.muted");
}

/** Until when the person is muted, found in the member list; asks for the group anew when that time has come. */
function useMutedUntil(details: GroupDetails | undefined): string | null {
  const queries = useQueryClient();
  const me = useShell((state) => state.me);
  const groupId = details?.id ?? ("" as ConversationId);
  const silenced = details !== undefined && !details.can.speak && details.can.seeMembers;
  const { data } = useCall(
    "groups.members",
    { groupId, query: (me?.name ?? "").slice(0, 64), limit: 50 },
    { enabled: silenced },
  );
  const until = silenced ? (data?.members.find(({ person }) => person.id === me?.id)?.mutedUntil ?? null) : null;
  useEffect(() => {
    if (until === null) return;
    // A timer longer than 24 days would fire at once.
    const wait = Math.min(Math.max(Date.parse(until) - Date.now(), 0) + 1_000, 2 ** 31 - 1);
    const timer = setTimeout(() => {
      void queries.invalidateQueries({ queryKey: callKey("groups.get", { groupId }) });
    }, wait);
    return () => clearTimeout(timer);
  }, [until, groupId, queries]);
  return until;
}
