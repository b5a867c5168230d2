import { Failure } from "@qunxin/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor, Caller } from "../../platform/caller.ts";
import { hideAdministration, through } from "../administration.ts";
import { isOwnOrigin } from "./origin.ts";
import { cookieJar, sessionToken } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether this door administers; see `Caller`. */
    administration: boolean;
  }
}

/** The actor behind a session token; null when there is none or it has ended. */
export type Authenticate = (token: string) => Promise<Actor | null>;

export function callerOf(request: FastifyRequest, reply: FastifyReply): Caller {
  const { administration } = request.server;
  return { requestId: request.id, address: request.ip, administration, cookie: cookieJar(request, reply) };
}

/** @throws request/origin when a browser sends its cookie from a page of somebody else. */
export async function actorOf(request: FastifyRequest, authenticate: Authenticate): Promise<Actor | null> {
  const session = sessionToken(request.headers);
  // Signing in carries no session yet, and must not be done from a foreign page either.
  if (session?.cookie !== null && request.method !== "GET" && !isOwnOrigin(request.headers, request.host)) {
    throw new Failure("request/origin");
  }
  const actor = session && (await authenticate(session.token));
  request.personId = actor?.id ?? null;
  return actor && through(actor, request.server);
}

/** @throws identity/signed_out, identity/password_change_required, request/origin */
export async function signedInOf(request: FastifyRequest, authenticate: Authenticate): Promise<Actor> {
  const actor = await actorOf(request, authenticate);
  if (!actor) throw new Failure("identity/signed_out");
  if (actor.passwordChangeRequired) throw new Failure("identity/password_change_required");
  return actor;
}

/** @throws like signedInOf; request/unknown_call for externals, access/permission_denied for other employees */
export async function administratorOf(request: FastifyRequest, authenticate: Authenticate): Promise<Actor> {
  if (!request.server.administration) hideAdministration(request.routeOptions.url ?? "", { access: "administrator" });
  const actor = await signedInOf(request, authenticate);
  if (actor.kind === "external") throw new Failure("request/unknown_call", { call: request.routeOptions.url ?? "" });
  if (!actor.administrator) throw new Failure("access/permission_denied", { right: "administrator" });
  return actor;
}
