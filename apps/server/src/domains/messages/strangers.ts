import { type ConversationId, fail, type PrincipalId } from "@qunxin/protocol";
import type { MessagesDeps } from "./deps.ts";

/** Former members of a dissolved group are told so; for everybody else there is no such conversation. */
export async function refuseStranger(
  deps: Pick<MessagesDeps, "log" | "groups" | "reading">,
  conversationId: ConversationId,
  id: PrincipalId,
): Promise<never> {
  const former = await deps.log.member(deps.reading, conversationId, id);
  const group = former && (await deps.groups.speech(conversationId));
  return group?.state === "dissolved" ? fail("conversations/dissolved") : fail("conversations/not_found");
}
