import { type CallInput, type CallName, type CallOutput, Failure } from "@qunxin/protocol";
import type { HttpCall } from "./http.ts";
import type { Socket } from "./socket.ts";
import { Unreachable } from "./transport.ts";

export type Call = HttpCall;

/** Calls that only mean something on the socket. */
const socketOnly: ReadonlySet<CallName> = new Set(["messages.typing", "presence.watch", "receipts.watch"]);

/**
 * The socket when it is open and the call is hot, else HTTP; a call cut off midway is repeated over HTTP. `signedOut` is
 * told when the server no longer knows the session.
 */
export function createCall(http: HttpCall, socket: Socket, signedOut: () => void): Call {
  async function route<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    if (!isHot(name)) return http(name, input);
    try {
      return (await socket.call(name, input)) as CallOutput<N>;
    } catch (error) {
      if (!(error instanceof Unreachable) || socketOnly.has(name)) throw error;
      return http(name, input);
    }
  }

  return async (name, input) => {
    try {
      return await route(name, input);
    } catch (error) {
      if (error instanceof Failure && error.code === "identity/signed_out") signedOut();
      throw error;
    }
  };
}

function isHot(name: CallName): boolean {
  return /^(conversations|messages|presence|receipts)\./.test(name) || name === "directory.briefs";
}
