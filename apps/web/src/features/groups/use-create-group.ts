import type { CallInput, ConversationId } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useAct } from "../../app/api.ts";
import { useIntentionKey } from "../../app/request-key.ts";

export interface GroupCreation {
  create: (input: Omit<CallInput<"groups.create">, "key">) => void;
  pending: boolean;
  error: Error | null;
  /** Forgets the error of the last try. */
  reset: () => void;
}

/** Creates a group, once however often it is clicked. */
export function useCreateGroup(onCreated: (groupId: ConversationId) => void): GroupCreation {
  const queries = useQueryClient();
  const key = useIntentionKey();
  const act = useAct("groups.create");
  const create: GroupCreation["create"] = (input) =>
    act.mutate(
      { ...input, key: key.current() },
      {
        onSuccess: ({ groupId }) => {
          key.spend();
          void queries.invalidateQueries({ queryKey: ["groups.mine"] });
          onCreated(groupId);
        },
        // A refused attempt left nothing behind, and a changed one must not answer for it.
        onError: (error) => {
          if ("code" in error) key.spend();
        },
      },
    );
  return { create, pending: act.isPending, error: act.error, reset: act.reset };
}
