import type { ConversationId, PrincipalId } from "@qunxin/protocol";

/** Where something may be forwarded to: a conversation, or somebody one has not talked with yet. */
export type Target =
  | { readonly kind: "conversation"; readonly id: ConversationId; readonly name: string }
  | { readonly kind: "person"; readonly id: PrincipalId; readonly name: string };

export function sameTarget(a: Target, b: Target): boolean {
  return a.id === b.id;
}
