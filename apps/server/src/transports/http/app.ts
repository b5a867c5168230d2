import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Files } from "../../domains/files/index.ts";
import type { Confirmations } from "../../domains/messages/index.ts";
import type { Log } from "../../platform/log.ts";
import { http } from "../../platform/metrics.ts";
import type { Health } from "../../platform/readiness.ts";
import { writeJson } from "../../platform/written.ts";
import type { Dispatch } from "../dispatch.ts";
import type { Refusals } from "../refusals.ts";
import { type CallRates, callRates, createCallRate } from "./call-rate.ts";
import { mountConfirmations } from "./confirmations.ts";
import { type DirectoryFiles, mountDirectoryFiles } from "./directory-files.ts";
import { createDraining } from "./drain.ts";
import { answerFailure, bodyLimitBytes, foreignError, sendError } from "./failures.ts";
import { mountFileReads } from "./file-reads.ts";
import { securityHeaders } from "./headers.ts";
import { mountHealth } from "./health.ts";
import { renameCookie } from "./session-cookie.ts";
import { mountUploads } from "./uploads.ts";
import { serveWeb } from "./web-files.ts";
import { type Authenticate, actorOf, callerOf } from "./who.ts";

export type { CallRates } from "./call-rate.ts";

/** What the role `http` serves. */
export interface CallDoor {
  dispatch: Dispatch;
  authenticate: Authenticate;
  directoryFiles: DirectoryFiles;
  files: Pick<Files, "receiving" | "reads" | "tickets" | "directOrigin">;
  confirmations: Pick<Confirmations, "export">;
  webDir: string | null;
  rates?: CallRates | undefined;
}

export interface HttpDeps {
  /** Null on a node that only holds sockets: then there is nothing but the health check. */
  calls: CallDoor | null;
  /** Whether what only administrators do is done here. */
  administration: boolean;
  health: Health;
  log: Log;
  refusals: Pick<Refusals, "note">;
  /** Told of every route, as `GET /healthz`. */
  onRoute?: (route: string) => void;
}

export interface HttpApp extends ReturnType<typeof createDraining> {
  readonly app: FastifyInstance;
}

/** The HTTP door: `POST /api/<call>` for every call, routes that carry files, health, and the web client. */
export async function createHttpApp(deps: HttpDeps): Promise<HttpApp> {
  const { calls, administration, health, log, onRoute } = deps;
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    // A proxy on this machine may say who its client is; nobody else may.
    trustProxy: "loopback",
    genReqId: () => randomUUID(),
    forceCloseConnections: true,
    logger: false,
    // Paths that cannot be decoded never reach a hook.
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders(request));
      return sendError(reply, foreignError(error, request, log));
    },
    // Tickets are longer than the router expects of a part of a path.
    routerOptions: { maxParamLength: 1_000 },
  });
  app.decorate("administration", administration);
  app.decorateRequest("personId", null);
  app.addHook("onRoute", ({ method, url }) => {
    for (const one of [method].flat()) onRoute?.(`${one} ${url}`);
  });
  const { drain } = createDraining(app);
  await app.register(cookie);
  app.addHook("onRequest", async (request, reply) => void reply.headers(securityHeaders(request)));
  app.addHook("onResponse", async (request, reply) => measure(request, reply));
  app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, deps));
  mountHealth(app, health);
  if (calls) {
    mountCalls(app, calls);
    mountDirectoryFiles(app, calls.directoryFiles, calls.authenticate);
    mountUploads(app, calls.files.receiving, calls.authenticate, log);
    mountFileReads(app, calls.files, calls.authenticate);
    mountConfirmations(app, calls.confirmations, calls.authenticate);
    if (calls.webDir) await serveWeb(app, calls.webDir, calls.files.directOrigin);
  }
  return { app, drain };
}

/** Paths of our own are labels; whatever else is asked for is the web client. */
function measure({ method, routeOptions }: FastifyRequest, reply: FastifyReply): void {
  const own =
    routeOptions.url?.startsWith("/api/") || routeOptions.url === "/healthz" || routeOptions.url === "/readyz";
  const route = own ? (routeOptions.url as string) : "web";
  http.answered.inc({ method, route, status: reply.statusCode });
  http.seconds.observe({ route }, reply.elapsedTime / 1000);
}

function mountCalls(app: FastifyInstance, { dispatch, authenticate, rates }: CallDoor): void {
  const judgeRate = createCallRate(rates ?? callRates);
  app.post<{ Params: { call: string } }>("/api/:call", async (request, reply) => {
    const caller = callerOf(request, reply);
    const actor = await actorOf(request, authenticate);
    judgeRate(actor, request.ip);
    // Before the call, which may end the session and take the cookie away.
    if (actor) renameCookie(request, reply);
    const answer = await dispatch(request.params.call, request.body, actor, caller);
    if ("error" in answer) return sendError(reply, answer.error);
    return reply.type("application/json; charset=utf-8").send(writeJson(answer.output));
  });
}
