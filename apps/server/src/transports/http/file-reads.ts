import { ConversationId, Failure, FileId, FileVariant } from "@qunxin/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { FileReading, ReadableFile, Tickets } from "../../domains/files/index.ts";
import { disposition } from "./disposition.ts";
import { requestedStretch } from "./range.ts";
import { type Authenticate, actorOf, signedInOf } from "./who.ts";

interface Query {
  /** Any value: to be saved, whatever it is. */
  download?: string;
}

/** Files as browsers, players and downloads read them; the right to each is looked at in every request. */
export function mountFileReads(
  app: FastifyInstance,
  { reads, tickets }: { reads: FileReading; tickets: Tickets },
  authenticate: Authenticate,
): void {
  const method = ["GET", "HEAD"];
  app.route<{ Params: { fileId: string; variant: string }; Querystring: Query }>({
    method,
    url: "/api/files/own/:fileId/:variant",
    async handler(request, reply) {
      const actor = await signedInOf(request, authenticate);
      const { fileId, variant } = which(request.params);
      return deliver(request, reply, await reads.own(actor, fileId, variant));
    },
  });
  app.route<{ Params: Record<"conversationId" | "seq" | "fileId" | "variant", string>; Querystring: Query }>({
    method,
    url: "/api/files/:conversationId/:seq/:fileId/:variant",
    async handler(request, reply) {
      const actor = await signedInOf(request, authenticate);
      const { fileId, variant } = which(request.params);
      return deliver(request, reply, await reads.ofMessage(actor, where(request.params), fileId, variant));
    },
  });
  app.route<{ Params: { fileId: string }; Querystring: Query }>({
    method,
    url: "/api/files/avatars/:fileId",
    async handler(request, reply) {
      await signedInOf(request, authenticate);
      const { fileId } = which({ ...request.params, variant: "thumb" });
      return deliver(request, reply, await reads.avatar(fileId));
    },
  });
  app.route<{ Params: { ticket: string }; Querystring: Query }>({
    method,
    url: "/api/files/ticket/:ticket",
    async handler(request, reply) {
      const actor = await actorOf(request, authenticate);
      return deliver(request, reply, await tickets.redeem(request.params.ticket, actor));
    },
  });
}

/** @throws files/not_found for what cannot be an id */
function which(params: { fileId: string; variant: string }): { fileId: FileId; variant: FileVariant } {
  const fileId = FileId.safeParse(params.fileId);
  const variant = FileVariant.safeParse(params.variant);
  if (!fileId.success || !variant.success) throw new Failure("files/not_found");
  return { fileId: fileId.data, variant: variant.data };
}

function where(params: { conversationId: string; seq: string }): { conversationId: ConversationId; seq: number } {
  const conversationId = ConversationId.safeParse(params.conversationId);
  if (!conversationId.success || !/^[1-9]\d{0,14}$/.test(params.seq)) throw new Failure("files/not_found");
  return { conversationId: conversationId.data, seq: Number(params.seq) };
}

async function deliver(request: FastifyRequest, reply: FastifyReply, file: ReadableFile): Promise<FastifyReply> {
  const save = !file.inline || (request.query as Query).download !== undefined;
  const placement = disposition(save ? "attachment" : "inline", file.name);
  const link = await file.link(placement);
  if (link) return reply.header("cache-control", "no-store").redirect(link, 302);
  const etag = `"${file.hash}"`;
  reply.headers({
    ...careful,
    etag,
    "content-type": file.contentType,
    "content-disposition": placement,
    "accept-ranges": "bytes",
  });
  if (request.headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) return reply.code(304).send();
  const changed = request.headers["if-range"] !== undefined && request.headers["if-range"] !== etag;
  const stretch = changed ? null : requestedStretch(request.headers.range, file.size);
  if (stretch === "unsatisfiable") {
    return reply.code(416).header("content-range", `bytes */${file.size}`).send();
  }
  if (stretch) reply.code(206).header("content-range", `bytes ${stretch.start}-${stretch.end}/${file.size}`);
  reply.header("content-length", stretch ? stretch.end - stretch.start + 1 : file.size);
  if (request.method === "HEAD" || file.size === 0) return reply.send();
  return reply.send(await file.open(stretch ?? undefined));
}

/** Nothing in a file may run, frame in scripts or be kept by somebody in between; every reading is judged anew. */
const careful = {
  "content-security-policy": "sandbox; default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "private, max-age=0, must-revalidate",
  vary: "Cookie, Authorization",
};
