import { ConversationId, Failure } from "@qunxin/protocol";
import type { FastifyInstance } from "fastify";
import type { Confirmations } from "../../domains/messages/index.ts";
import { disposition } from "./disposition.ts";
import { type Authenticate, signedInOf } from "./who.ts";

/** Who has confirmed a message, as a file for its author. */
export function mountConfirmations(
  app: FastifyInstance,
  confirmations: Pick<Confirmations, "export">,
  authenticate: Authenticate,
): void {
  app.get<{ Params: { conversationId: string; seq: string } }>(
    "/api/messages/:conversationId/:seq/confirmations.csv",
    async (request, reply) => {
      const actor = await signedInOf(request, authenticate);
      const { conversationId, seq } = request.params;
      const id = ConversationId.safeParse(conversationId);
      if (!id.success || !/^\d{1,15}$/.test(seq)) throw new Failure("messages/receipt_not_found");
      const csv = await confirmations.export(actor, id.data, Number(seq));
      return reply
        .headers({
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": disposition("attachment", `confirmations-${seq}.csv`),
          "cache-control": "no-store",
        })
        .send(csv);
    },
  );
}
