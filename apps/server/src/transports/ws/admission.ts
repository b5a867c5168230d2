import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ErrorCode, errors, Failure } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import { hashedKey } from "../../platform/ids.ts";
import { sockets } from "../../platform/metrics.ts";
import { isOwnOrigin } from "../http/origin.ts";
import { sessionToken } from "../http/session-cookie.ts";

export const socketPath = "/api/socket";

export interface Admitted {
  readonly actor: Actor;
  /** All that is kept of the token: every call asks by it whether the session still lives. */
  readonly tokenHash: string;
}

/** Who opens this socket. @throws request/origin, identity/signed_out, identity/password_change_required */
export async function admit(
  request: IncomingMessage,
  authenticateHashed: (tokenHash: string) => Promise<Actor | null>,
): Promise<Admitted> {
  const { token, cookie } = sessionToken(request.headers) ?? {};
  if (!token) throw new Failure("identity/signed_out");
  if (cookie && !isOwnOrigin(request.headers, hostOf(request))) throw new Failure("request/origin");
  const tokenHash = hashedKey(token);
  const actor = await authenticateHashed(tokenHash);
  if (!actor) throw new Failure("identity/signed_out");
  if (actor.passwordChangeRequired) throw new Failure("identity/password_change_required");
  return { actor, tokenHash };
}

/** Answers the request for a socket with a plain HTTP error. */
export function refuse(stream: Duplex, code: ErrorCode): void {
  sockets.refused.inc({ code });
  const { status, summary } = errors[code];
  const body = JSON.stringify({ code, params: {}, requestId: "" });
  stream.end(
    `HTTP/1.1 ${status} ${summary}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

/** Network address of the client; a proxy on this machine may say whom it speaks for. */
export function addressOf(request: IncomingMessage): string {
  return (fromProxy(request, "x-forwarded-for") ?? request.socket.remoteAddress ?? "").split(",").at(-1)?.trim() ?? "";
}

function hostOf(request: IncomingMessage): string {
  return fromProxy(request, "x-forwarded-host") ?? request.headers.host ?? "";
}

function fromProxy(request: IncomingMessage, header: string): string | undefined {
  const local = /^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? "");
  const value = request.headers[header];
  return local && typeof value === "string" ? value : undefined;
}
