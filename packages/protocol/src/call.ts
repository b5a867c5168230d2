import type * as z from "zod/mini";
import type { ErrorCode } from "./errors.ts";

/**
 * Who may make a call at all, judged before the use case decides the rest:
 * `public` anybody; `setup` only while the company is not set up; `signed_in` employees and external people;
 * `employee` employees; `administrator` administrators of the company.
 */
export type CallAccess = "public" | "setup" | "signed_in" | "employee" | "administrator";

/** One call of the contract: over HTTP `POST /api/<name>` with the input as JSON body, over the socket a `call` frame. */
export interface CallDefinition<
  Input extends z.ZodMiniType = z.ZodMiniType,
  Output extends z.ZodMiniType = z.ZodMiniType,
  Access extends CallAccess = CallAccess,
> {
  readonly summary: string;
  readonly access: Access;
  /** A read changes nothing and may be repeated freely; a write says in its summary what makes it idempotent. */
  readonly kind: "read" | "write";
  readonly input: Input;
  readonly output: Output;
  /** Codes beyond those any call may answer (`request/*`, `server/*`, `identity/signed_out`, `company/not_set_up`). */
  readonly errors: readonly ErrorCode[];
}

/** Keeps the literal types of a call's schemas and access. */
export function call<Input extends z.ZodMiniType, Output extends z.ZodMiniType, Access extends CallAccess>(
  definition: CallDefinition<Input, Output, Access>,
): CallDefinition<Input, Output, Access> {
  return definition;
}
