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

type Params = Record<string, string>;

/** Files as browsers, players and downloads read them; the right to each is looked at in every request. */
export function mountFileReads(
  app: FastifyInstance,
  { reads, tickets }: { reads: FileReading; tickets: Tickets },
  authenticate: Authenticate,
): void {
  serve("/api/files/own/:fileId/:variant", async (request) => {
    const actor = await signedInOf(request, authenticate);
    const { fileId, variant } = which(request.params);
    return reads.own(actor, fileId, variant);
  });
  serve("/api/files/:conversationId/:seq/:fileId/:variant", async (request) => {
    const actor = await signedInOf(request, authenticate);
    const { fileId, variant } = which(request.params);
    return reads.ofMessage(actor, where(request.params), fileId, variant);
  });
  serve("/api/files/avatars/:fileId", async (request) => {
    await signedInOf(request, authenticate);
    return reads.avatar(which({ ...request.params, variant: "thumb" }).fileId);
  });
  serve("/api/files/ticket/:ticket", async (request) => {
    return tickets.redeem(request.params.ticket ?? "", await actorOf(request, authenticate));
  });

  function serve(url: string, find: (request: FastifyRequest<{ Params: Params }>) => Promise<ReadableFile>): void {
    app.route<{ Params: Params; Querystring: Query }>({
      method: ["GET", "HEAD"],
      url,
      handler: async (request, reply) => deliver(request, reply, await find(request)),
    });
  }
}

/** @throws files/not_found for what cannot be an id */
function which(params: Params): { fileId: FileId; variant: FileVariant } {
  const fileId = FileId.safeParse(params.fileId);
  const variant = FileVariant.safeParse(params.variant);
  if (!fileId.success || !variant.success) throw new Failure("files/not_found");
  return { fileId: fileId.data, variant: variant.data };
}

function where(params: Params): { conversationId: ConversationId; seq: number } {
  const conversationId = ConversationId.safeParse(params.conversationId);
  if (!conversationId.success || !/^[1-9]\d{0,14}$/.test(params.seq ?? "")) throw new Failure("files/not_found");
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
    ...(file.contentType === "application/pdf" && !save ? viewable : {}),
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
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "private, max-age=0, must-revalidate",
  vary: "Cookie, Authorization",
};

/**
 * A PDF to be looked at may be framed by our own pages, for the preview beside a conversation. Chromium's own viewer of
 * PDF starts in no sandbox; it keeps what a document holds away from the origin by itself.
 */
const viewable = {
  "content-security-policy": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  "x-frame-options": "SAMEORIGIN",
};
