import { newKey } from "@qunxin/client";
import { type ConversationId, type ErrorCode, Failure, type RequestKey } from "@qunxin/protocol";
import { useRef, useState } from "react";
import { callApi } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { client } from "../../app/live.ts";
import { useT } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import type { Target } from "./targets.ts";

interface Parcel {
  from: ConversationId;
  seqs: readonly number[];
  mode: "each" | "merged";
  comment: string;
}

/** Sends messages on and tells what became of it; `send` answers the targets they did not reach. */
export function useForwarding(): {
  pending: boolean;
  send: (parcel: Parcel, targets: readonly Target[]) => Promise<readonly Target[]>;
} {
  const t = useT();
  const [pending, setPending] = useState(false);
  // One intention: trying again reaches only the targets that have nothing yet.
  const key = useRef<RequestKey>(null);
  const send = async ({ comment, seqs, ...parcel }: Parcel, targets: readonly Target[]) => {
    key.current ??= newKey<RequestKey>();
    setPending(true);
    try {
      const to = await Promise.all(targets.map(conversationOf));
      const said = comment ? { comment } : {};
      const { results } = await callApi("messages.forward", {
        ...parcel,
        ...said,
        seqs: [...seqs],
        key: key.current,
        to,
      });
      const failed = results.filter(({ error }) => error !== null);
      if (failed.length === 0) toast.ok(t("kept.forward.done"));
      const [first] = failed;
      if (first?.error) {
        const reason = failureText(new Failure(first.error.code as ErrorCode, first.error.params));
        toast.error(t("kept.forward.failed", { count: failed.length, reason }));
      }
      return targets.filter((_, index) => failed.some(({ conversationId }) => conversationId === to[index]));
    } catch (error) {
      toast.error(failureText(error));
      return targets;
    } finally {
      setPending(false);
    }
  };
  return { pending, send };
}

function conversationOf(target: Target): Promise<ConversationId> {
  return target.kind === "person" ? client.conversations.openDirect(target.id) : Promise.resolve(target.id);
}
