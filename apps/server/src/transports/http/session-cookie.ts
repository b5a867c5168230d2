import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../platform/caller.ts";

export const sessionCookie = "qunxin_session";

/** The session token of a request, and whether a browser sent it by itself (then the origin matters). */
export function sessionToken(request: FastifyRequest): { token: string; fromCookie: boolean } | null {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (bearer) return { token: bearer, fromCookie: false };
  const cookie = request.cookies[sessionCookie];
  return cookie ? { token: cookie, fromCookie: true } : null;
}

/** Lets a use case set or clear the session cookie of this reply. */
export function cookieJar(request: FastifyRequest, reply: FastifyReply): Caller["cookie"] {
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure: request.protocol === "https" } as const;
  return {
    set: (token, expires) => void reply.setCookie(sessionCookie, token, { ...options, expires }),
    clear: () => void reply.clearCookie(sessionCookie, options),
  };
}
