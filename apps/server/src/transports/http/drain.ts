import { Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** Clients that keep a connection are told with their next answer not to; so long that answer is waited for. */
const lingerMs = 1_000;
const answersWithinMs = 10_000;
const lookEveryMs = 20;

/** Ends the HTTP door without cutting anybody off; call before anything is mounted. */
export function createDraining(app: FastifyInstance): { drain(): Promise<void> } {
  let draining = false;
  let underWay = 0;
  app.addHook("onRequest", async () => {
    underWay += 1;
  });
  app.addHook("onResponse", async () => {
    underWay -= 1;
  });
  app.addHook("onSend", async (_request, reply) => {
    if (draining) reply.header("connection", "close");
  });
  return {
    /** No new connections from now on; resolves when all requests are answered, or have had time enough. */
    async drain() {
      draining = true;
      // Of the HTTP server's own `close`, which would also cut off connections that are kept for the next request.
      if (app.server.listening) Server.prototype.close.call(app.server);
      await delay(lingerMs);
      for (let waitedMs = 0; underWay > 0 && waitedMs < answersWithinMs; waitedMs += lookEveryMs)
        await delay(lookEveryMs);
    },
  };
}
