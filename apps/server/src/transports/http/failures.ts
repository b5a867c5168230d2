import { type ErrorCode, errors, type WireError } from "@qunxin/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Actor } from "../../platform/caller.ts";
import type { Log } from "../../platform/log.ts";
import { toWireError } from "../dispatch.ts";
import type { Refusals } from "../refusals.ts";

export const bodyLimitBytes = 1024 * 1024;

export function sendError(reply: FastifyReply, error: WireError): FastifyReply {
  const retryAfterMs = error.params.retryAfterMs;
  if (typeof retryAfterMs === "number") reply.header("retry-after", Math.ceil(retryAfterMs / 1000));
  return reply.code(errors[error.code].status).send(error);
}

declare module "fastify" {
  interface FastifyRequest {
    /** Who is behind it, as far as that is known already. */
    personId: Actor["id"] | null;
  }
}

/** Answers what was thrown, and notes it where it was a refusal. */
export function answerFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, refusals }: { log: Log; refusals: Pick<Refusals, "note"> },
): FastifyReply {
  const wire = foreignError(error, request, log);
  const what = `${request.method} ${request.routeOptions.url ?? "unknown"}`;
  const { personId, ip: address, id: requestId } = request;
  refusals.note({ code: wire.code, what, personId, address, requestId });
  return sendError(reply, wire);
}

/** Failures before or outside a call: Fastify's own (size, JSON, media type), ours, or the unexpected. */
export function foreignError(error: unknown, request: FastifyRequest, log: Log): WireError {
  const code = (error as { code?: string }).code ?? "";
  if (code === "FST_ERR_BAD_URL") {
    return { code: "request/unknown_call", params: { call: request.url }, requestId: request.id };
  }
  const known = fastifyFailures[code];
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
