import type { Conversations } from "./conversations.ts";
import type { Socket } from "./socket.ts";
import type { Timing } from "./transport.ts";

/** So long a timeline waits to learn from the list what it lacks. */
const withinMs = 2_000;

/** Resolves once the list is the server's, or does not become it in time. */
export function listed(socket: Socket, list: Conversations, timing: Timing): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (socket.connection.getSnapshot() === "online" && list.getSnapshot().fetched) resolve();
  };
  const end = list.subscribe(look);
  const cancel = timing.after(withinMs, resolve);
  look();
  return promise.finally(() => {
    end();
    cancel();
  });
}
