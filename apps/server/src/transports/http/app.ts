import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import cookie from "@fastify/cookie";
import { type ErrorCode, errors, Failure, type ImportStatus, type Locale, type WireError } from "@qunxin/protocol";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Actor, Caller } from "../../platform/caller.ts";
import type { Log } from "../../platform/log.ts";
import { isWhole } from "../broken-text.ts";
import { type Dispatch, toWireError } from "../dispatch.ts";
import { isOwnOrigin } from "./origin.ts";
import { cookieJar, sessionToken } from "./session-cookie.ts";
import { serveWeb } from "./web-files.ts";

/** Files that calls cannot carry: the import's upload, its template, the list of initial passwords. */
export interface DirectoryFiles {
  receiveImport(actor: Actor, fileName: string, bytes: Readable): Promise<ImportStatus>;
  importTemplate(format: "csv" | "xlsx", locale: Locale): Uint8Array;
  initialPasswords(): AsyncIterable<string>;
}

/** What the role `http` serves. */
export interface CallDoor {
  dispatch: Dispatch;
  authenticate(token: string): Promise<Actor | null>;
  files: DirectoryFiles;
  webDir: string | null;
}

export interface HttpDeps {
  /** Null on a node that only holds sockets: then there is nothing but the health check. */
  calls: CallDoor | null;
  /** Answers whether the server can work: the database answers. */
  healthy(): Promise<boolean>;
  log: Log;
}

const bodyLimitBytes = 1024 * 1024;

/** The HTTP door: `POST /api/<call>` for every call, a few file routes, health, and the web client. */
export async function createHttpApp(deps: HttpDeps): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    // A proxy on this machine may say who its client is; nobody else may.
    trustProxy: "loopback",
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    logger: false,
  });
  await app.register(cookie);
  app.addHook("onSend", async (_request, reply) => {
    reply.headers({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
    });
  });
  app.setErrorHandler((error, request, reply) => sendError(reply, foreignError(error, request, deps.log)));
  app.get("/healthz", async (_request, reply) => {
    const healthy = await deps.healthy();
    return reply.code(healthy ? 200 : 503).send({ healthy });
  });
  if (deps.calls) {
    mountCalls(app, deps.calls);
    mountFiles(app, deps.calls);
    if (deps.calls.webDir) await serveWeb(app, deps.calls.webDir);
  }
  return app;
}

function mountCalls(app: FastifyInstance, { dispatch, authenticate }: CallDoor): void {
  app.post<{ Params: { call: string } }>("/api/:call", async (request, reply) => {
    const caller = callerOf(request, reply);
    const actor = await actorOf(request, authenticate);
    const answer = await dispatch(request.params.call, request.body, actor, caller);
    if ("error" in answer) return sendError(reply, answer.error);
    return reply.send(answer.output);
  });
}

function mountFiles(app: FastifyInstance, { authenticate, files }: CallDoor): void {
  app.register(async (scope) => {
    // The body of an upload is taken as a stream, whatever type it claims.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post<{ Querystring: { fileName?: unknown } }>(
      "/api/directory/imports",
      { bodyLimit: 256 * 1024 * 1024 },
      async (request, reply) => {
        const actor = await administratorOf(request, authenticate);
        const body = request.body instanceof Readable ? request.body : request.raw;
        return reply.send(await files.receiveImport(actor, fileNameOf(request.query.fileName), body));
      },
    );
  });
  app.get<{ Params: { format: string }; Querystring: { locale?: string } }>(
    "/api/directory/import-template.:format",
    async (request, reply) => {
      const format = request.params.format === "xlsx" ? "xlsx" : "csv";
      const bytes = files.importTemplate(format, request.query.locale === "en" ? "en" : "zh-CN");
      const type = format === "xlsx" ? xlsxType : "text/csv; charset=utf-8";
      return reply.headers(download(type, `qunxin-import-template.${format}`)).send(Buffer.from(bytes));
    },
  );
  app.get("/api/directory/initial-passwords.csv", async (request, reply) => {
    await administratorOf(request, authenticate);
    reply.headers(download("text/csv; charset=utf-8", "qunxin-initial-passwords.csv"));
    return reply.header("cache-control", "no-store").send(Readable.from(files.initialPasswords()));
  });
}

/** The name an upload goes by; it only labels it. @throws request/invalid */
function fileNameOf(given: unknown): string {
  if (given === undefined) return "import";
  if (typeof given === "string" && isWhole(given)) return given;
  throw new Failure("request/invalid", { issues: [{ path: "fileName", message: "Not a file name" }] });
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function download(type: string, name: string): Record<string, string> {
  return { "content-type": type, "content-disposition": `attachment; filename="${name}"` };
}

function callerOf(request: FastifyRequest, reply: FastifyReply): Caller {
  return { requestId: request.id, address: request.ip, cookie: cookieJar(request, reply) };
}

/** @throws request/origin when a browser sends its cookie from a page of somebody else. */
async function actorOf(request: FastifyRequest, authenticate: CallDoor["authenticate"]): Promise<Actor | null> {
  const session = sessionToken(request);
  // Signing in carries no session yet, and must not be done from a foreign page either.
  if (session?.fromCookie !== false && request.method !== "GET" && !isOwnOrigin(request.headers, request.host)) {
    throw new Failure("request/origin");
  }
  return session ? authenticate(session.token) : null;
}

async function administratorOf(request: FastifyRequest, authenticate: CallDoor["authenticate"]): Promise<Actor> {
  const actor = await actorOf(request, authenticate);
  if (!actor) throw new Failure("identity/signed_out");
  if (actor.passwordChangeRequired) throw new Failure("identity/password_change_required");
  if (actor.kind === "external") throw new Failure("request/unknown_call", { call: request.routeOptions.url ?? "" });
  if (!actor.administrator) throw new Failure("access/permission_denied", { right: "administrator" });
  return actor;
}

function sendError(reply: FastifyReply, error: WireError): FastifyReply {
  const retryAfterMs = error.params.retryAfterMs;
  if (typeof retryAfterMs === "number") reply.header("retry-after", Math.ceil(retryAfterMs / 1000));
  return reply.code(errors[error.code].status).send(error);
}

/** Failures before or outside a call: Fastify's own (size, JSON, media type), ours, or the unexpected. */
function foreignError(error: unknown, request: FastifyRequest, log: Log): WireError {
  const known = fastifyFailures[(error as { code?: string }).code ?? ""];
  if (known) return { code: known, params: { limitBytes: bodyLimitBytes }, requestId: request.id };
  return toWireError(error, `${request.method} ${request.routeOptions.url}`, request.id, log);
}

const fastifyFailures: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "request/too_large",
  FST_ERR_CTP_INVALID_JSON_BODY: "request/bad_json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "request/bad_json",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "request/bad_json",
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: "request/bad_json",
};
