import type { CallInput, CallName, CallOutput } from "@qunxin/protocol";
import type { HttpCall } from "./http.ts";
import type { Socket } from "./socket.ts";
import { Unreachable } from "./transport.ts";

export type Call = HttpCall;

/** Calls that only mean something on the socket. */
const socketOnly: ReadonlySet<CallName> = new Set(["messages.typing", "presence.watch"]);

/** The socket when it is open and the call is hot, else HTTP; a call cut off midway is repeated over HTTP. */
export function createCall(http: HttpCall, socket: Socket): Call {
  return async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
    if (!isHot(name)) return http(name, input);
    try {
      return (await socket.call(name, input)) as CallOutput<N>;
    } catch (error) {
      if (!(error instanceof Unreachable) || socketOnly.has(name)) throw error;
      return http(name, input);
    }
  };
}

function isHot(name: CallName): boolean {
  return /^(conversations|messages|presence)\./.test(name) || name === "directory.briefs";
}
