import { type CallDefinition, type CallName, calls, type ErrorCode, Failure, type WireError } from "@qunxin/protocol";
import * as z from "zod/mini";
import type { Actor, Caller, UseCases } from "../platform/caller.ts";
import type { Log } from "../platform/log.ts";
import { calls as figures, secondsSince } from "../platform/metrics.ts";
import { stage } from "../platform/tracing.ts";
import { hideAdministration, through } from "./administration.ts";
import { pathOfBrokenText } from "./broken-text.ts";
import type { Refusals } from "./refusals.ts";
import { troubleBehind } from "./trouble.ts";

// The mini build of zod carries no wording of its own; these words are for developers, not for the interface.
z.config(z.locales.en());

export type Answer = { output: unknown } | { error: WireError };

/** Makes one call of the contract, from whatever transport: never throws, every failure is an `error` with a code. */
export type Dispatch = (name: string, input: unknown, actor: Actor | null, caller: Caller) => Promise<Answer>;

export interface DispatchDeps {
  useCases: UseCases;
  /** Whether the company is set up; everything but its set-up is locked before. */
  ready(): Promise<boolean>;
  log: Log;
  refusals: Pick<Refusals, "note">;
  /** Checks answers against the contract too; for development and tests. */
  checkOutput: boolean;
}

export function createDispatch({ useCases, ready, log, refusals, checkOutput }: DispatchDeps): Dispatch {
  async function answer(...[name, input, actor, caller]: Parameters<Dispatch>): Promise<Answer> {
    try {
      const definition = find(name);
      if (!caller.administration) hideAdministration(name, definition);
      if (!(await ready())) lockBeforeSetUp(name as CallName, definition);
      judgeAccess(name as CallName, definition, actor);
      const args = parse(definition, input);
      const run = useCases[name as CallName] as (args: unknown, actor: unknown, caller: Caller) => Promise<unknown>;
      const output = await run(args, actor && through(actor, caller), caller);
      if (checkOutput) checkAnswer(name, definition, output);
      return { output };
    } catch (error) {
      const { address, requestId } = caller;
      const wire = toWireError(error, name, requestId, log);
      const personId = actor?.id ?? null;
      refusals.note({ code: refusedAs(wire.code, name), what: name, personId, address, requestId });
      return { error: wire };
    }
  }
  return async (...call) => {
    const name = knownCall(call[0]);
    const startedAt = performance.now();
    const answered = await stage(name, () => answer(...call));
    const outcome = "error" in answered ? answered.error.code : "ok";
    figures.answered.inc({ call: name, outcome });
    figures.seconds.observe({ call: name }, secondsSince(startedAt));
    const { requestId } = call[3];
    log.debug({ requestId, call: name, outcome, tookMs: Math.round(performance.now() - startedAt) }, "call answered");
    return answered;
  };
}

/** The name of a call for figures and the log: what somebody made up is no label. */
export function knownCall(name: string): string {
  return Object.hasOwn(calls, name) ? name : "unknown";
}

/** What is hidden from somebody is told as if it were not there; the log knows better. */
function refusedAs(code: ErrorCode, name: string): ErrorCode {
  return code === "request/unknown_call" && Object.hasOwn(calls, name) ? "access/permission_denied" : code;
}

/** The wire form of anything thrown; what is not a known failure is logged, once, here. */
export function toWireError(error: unknown, what: string, requestId: string, log: Log): WireError {
  if (error instanceof Failure) return { code: error.code, params: error.params, requestId };
  const trouble = troubleBehind(error);
  if (trouble) {
    log.error({ err: error, what, requestId, code: trouble.code }, "the disk or the database is not there");
    return { code: trouble.code, params: trouble.params, requestId };
  }
  log.error({ err: error, what, requestId }, "unexpected failure");
  return { code: "server/unexpected", params: {}, requestId };
}

function find(name: string): CallDefinition {
  if (!Object.hasOwn(calls, name)) throw new Failure("request/unknown_call", { call: name });
  return calls[name as CallName];
}

function lockBeforeSetUp(name: CallName, { access }: CallDefinition): void {
  if (access !== "setup" && name !== "company.status") throw new Failure("company/not_set_up");
}

function judgeAccess(name: CallName, { access }: CallDefinition, actor: Actor | null): void {
  if (access === "public" || access === "setup") return;
  if (!actor) throw new Failure("identity/signed_out");
  if (actor.passwordChangeRequired && !name.startsWith("identity.")) {
    throw new Failure("identity/password_change_required");
  }
  if (access === "signed_in") return;
  // For external people the calls of employees do not exist: a 403 would tell them what the company has.
  if (actor.kind === "external") throw new Failure("request/unknown_call", { call: name });
  if (access === "administrator" && !actor.administrator) {
    throw new Failure("access/permission_denied", { right: "administrator" });
  }
}

function parse(definition: CallDefinition, input: unknown): unknown {
  const result = definition.input.safeParse(input ?? {});
  if (result.success) {
    const path = pathOfBrokenText(result.data);
    if (path === null) return result.data;
    throw new Failure("request/invalid", { issues: [{ path, message: "Text with NUL or half a character" }] });
  }
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new Failure("request/invalid", { issues: issues.slice(0, 20) });
}

function checkAnswer(name: string, definition: CallDefinition, output: unknown): void {
  const result = definition.output.safeParse(output);
  if (!result.success) throw new Error(`${name} answers against its contract: ${result.error.message}`);
}
