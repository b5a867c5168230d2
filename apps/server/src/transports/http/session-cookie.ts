import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../platform/caller.ts";

/**
 * The cookie's name over HTTPS: browsers take it from nobody but this very host, over HTTPS, for all paths. Over plain HTTP
 * no browser would keep it, so there the plain name stands. Source: ADR-0028; OWASP ASVS 5.0, 3.3.1 and 3.3.3.
 */
export const sessionCookies = { https: "__Host-qunxin_session", http: "qunxin_session" } as const;

/** Browsers keep the cookie longer than any session lives: the server alone decides when a session ends. */
const cookieSeconds = 400 * 24 * 3_600;

export interface SessionToken {
  token: string;
  /** Under which name a browser sent it by itself (then the origin matters); null: a program did. */
  cookie: keyof typeof sessionCookies | null;
}

/** The session token of a request; null when there is none. */
export function sessionToken({ authorization, cookie }: IncomingHttpHeaders): SessionToken | null {
  const bearer = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (bearer) return { token: bearer, cookie: null };
  for (const name of ["https", "http"] as const) {
    // A token is made of characters that cookies need not encode.
    const token = new RegExp(`(?:^|;\\s*)${sessionCookies[name]}=([^;\\s]+)`).exec(cookie ?? "")?.[1];
    if (token) return { token, cookie: name };
  }
  return null;
}

/** Lets a use case set or clear the session cookie of this reply. */
export function cookieJar(request: FastifyRequest, reply: FastifyReply): Caller["cookie"] {
  const https = request.protocol === "https";
  const options = { path: "/", httpOnly: true, sameSite: "lax", secure: https } as const;
  const old = https && sessionToken({ cookie: request.headers.cookie })?.cookie === "http";
  return {
    set(token) {
      const name = sessionCookies[https ? "https" : "http"];
      reply.setCookie(name, token, { ...options, maxAge: cookieSeconds });
      if (old) reply.clearCookie(sessionCookies.http, options);
    },
    clear() {
      if (https) reply.clearCookie(sessionCookies.https, options);
      reply.clearCookie(sessionCookies.http, options);
    },
  };
}

/** Gives the cookie of a session from before, or from plain HTTP, the name that it has over HTTPS. */
export function renameCookie(request: FastifyRequest, reply: FastifyReply): void {
  const session = sessionToken(request.headers);
  if (session?.cookie === "http" && request.protocol === "https") cookieJar(request, reply).set(session.token);
}
