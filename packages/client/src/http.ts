import { type CallInput, type CallName, type CallOutput, Failure, type WireError } from "@qunxin/protocol";
import { type Timing, type Transport, Unreachable } from "./transport.ts";

const timeoutMs = 30_000;
/** Calls that take long by nature: set-up, applying what thousands of rows change. */
const slow: ReadonlySet<CallName> = new Set(["company.setUp", "directory.applyImport", "groups.create"]);

export type HttpCall = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;

/** Calls by `POST <baseUrl>/api/<name>`. @throws Failure, Unreachable */
export function createHttpCall(baseUrl: string, transport: Transport, timing: Timing): HttpCall {
  return async (name, input) => {
    const giveUp = new AbortController();
    const cancel = timing.after(slow.has(name) ? 10 * timeoutMs : timeoutMs, () => giveUp.abort());
    try {
      const answer = await transport.fetch(`${baseUrl}/api/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
        signal: giveUp.signal,
      });
      return readAnswer(answer.status, await answer.text()) as CallOutput<typeof name>;
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Unreachable({ cause: error });
    } finally {
      cancel();
    }
  };
}

/** A proxy's error page is no answer of ours: it counts as unreachable. */
function readAnswer(status: number, text: string): unknown {
  const body: unknown = JSON.parse(text);
  if (status < 400) return body;
  throw toFailure(body as WireError);
}

/** The failure that the server sent. */
export function toFailure(error: WireError): Failure {
  if (typeof error.code !== "string") throw new TypeError("not an error of ours");
  return new Failure(error.code, error.params);
}
