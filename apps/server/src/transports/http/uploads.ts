import { AsyncLocalStorage } from "node:async_hooks";
import { errors, Failure, FileId, uploadsPath } from "@qunxin/protocol";
import { FileStore } from "@tus/file-store";
import { MemoryLocker, Server as TusServer } from "@tus/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Receiving } from "../../domains/files/index.ts";
import type { Log } from "../../platform/log.ts";
import { toWireError } from "../dispatch.ts";
import { securityHeaders } from "./headers.ts";
import { type Authenticate, signedInOf } from "./who.ts";

/**
 * Uploads by the tus protocol, version 1.0. Who asks is looked at in every request, and what is announced is judged
 * before a byte comes; the protocol itself, offsets and locks, is the library's.
 */
export function mountUploads(app: FastifyInstance, receiving: Receiving, authenticate: Authenticate, log: Log): void {
  const handOver = tusServer(receiving, log);
  app.register(async (scope) => {
    // The body goes to the library as it comes.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.route({
      method: "OPTIONS",
      url: uploadsPath,
      handler: (request, reply) => handOver(request, reply),
    });
    scope.post(uploadsPath, async (request, reply) => {
      const actor = await signedInOf(request, authenticate);
      const id = await receiving.begin(actor, announced(request));
      return handOver(request, reply, id);
    });
    scope.route<{ Params: { id: string } }>({
      method: ["HEAD", "PATCH", "DELETE"],
      url: `${uploadsPath}/:id`,
      async handler(request, reply) {
        const actor = await signedInOf(request, authenticate);
        const id = FileId.safeParse(request.params.id);
        if (!id.success) throw new Failure("files/not_found");
        const { whole, size } = await receiving.find(actor, id.data);
        if (!whole) return handOver(request, reply);
        // All of it had come, but the answer that said so was lost.
        if (request.method !== "HEAD") throw new Failure("files/not_found");
        return reply.headers({ ...answered, "upload-offset": size, "upload-length": size }).send();
      },
    });
  });
}

const answered = { "tus-resumable": "1.0.0", "cache-control": "no-store" };

/** One for all doors of this process: an upload has one writer. */
const locker = new MemoryLocker();

/** The way into the library, which answers by itself; `newId`: the id of ours under which an upload begins. */
function tusServer(receiving: Receiving, log: Log) {
  const current = new AsyncLocalStorage<{ requestId: string; newId: FileId | undefined }>();
  const tus = new TusServer({
    path: uploadsPath,
    datastore: new FileStore({ directory: receiving.uploadsDir }),
    locker,
    relativeLocation: true,
    disableTerminationForFinishedUploads: true,
    // No other origin is told anything.
    allowedOrigins: () => false,
    namingFunction: () => current.getStore()?.newId ?? "",
    async onUploadFinish(_request, { id }) {
      await receiving.received(id as FileId);
      return {};
    },
    async onResponseError(_request, error) {
      const status = "status_code" in error ? error.status_code : 500;
      if (status < 500) return undefined;
      const failure = (await receiving.full()) ? new Failure("files/disk_full") : error;
      const wire = toWireError(failure, "upload", current.getStore()?.requestId ?? "", log);
      return { status_code: errors[wire.code].status, body: JSON.stringify(wire) };
    },
  });
  tus.on("POST_TERMINATE", (_request, _response, id) => {
    receiving.abandoned(id as FileId).catch((err) => log.warn({ err }, "an abandoned upload is left to the sweep"));
  });
  return async (request: FastifyRequest, reply: FastifyReply, newId?: FileId) => {
    reply.hijack();
    for (const [name, value] of Object.entries(securityHeaders(request))) reply.raw.setHeader(name, value ?? "");
    const about = { requestId: request.id, newId };
    await current
      .run(about, () => tus.handle(request.raw, reply.raw))
      .catch((error: Error) => void request.raw.destroy(error));
    return reply;
  };
}

/** What the headers of a creation say. @throws files/upload_invalid */
function announced(request: FastifyRequest): { name: string; purpose: string; size: number } {
  const length = String(request.headers["upload-length"] ?? "");
  if (!/^\d{1,15}$/.test(length)) throw new Failure("files/upload_invalid", { header: "Upload-Length" });
  if (request.headers["tus-resumable"] !== "1.0.0") {
    throw new Failure("files/upload_invalid", { header: "Tus-Resumable" });
  }
  // Extensions of the protocol that we do not have, and its library would answer as a defect.
  for (const header of ["Upload-Concat", "Upload-Defer-Length"]) {
    if (request.headers[header.toLowerCase()] !== undefined) throw new Failure("files/upload_invalid", { header });
  }
  const pairs = String(request.headers["upload-metadata"] ?? "")
    .split(",")
    .map((pair) => pair.trim().split(" "));
  const said = new Map(pairs.map(([key = "", value = ""]) => [key, Buffer.from(value, "base64").toString()]));
  return { name: said.get("fileName") ?? "", purpose: said.get("purpose") ?? "message", size: Number(length) };
}
