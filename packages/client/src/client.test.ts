import { expect, test } from "vitest";
import { createClient } from "./client.ts";
import type { SocketLike, Transport } from "./transport.ts";

const me = { id: "01900000-0000-7000-8000-000000000001", passwordChangeRequired: false };

/** A server where everybody is signed in, whose answers can be held back, and the sockets opened to it. */
function open() {
  const sockets: SocketLike[] = [];
  let held: Promise<void> = Promise.resolve();
  const transport = {
    async fetch(url: string) {
      await held;
      const body = url.endsWith("company.status") ? { ready: true } : me;
      return { status: 200, text: async () => JSON.stringify(body) };
    },
    openSocket() {
      const nothing = { onopen: null, onmessage: null, onclose: null, onerror: null };
      const socket: SocketLike = { ...nothing, send: () => undefined, close: () => undefined };
      sockets.push(socket);
      return socket;
    },
  } satisfies Transport;
  return {
    client: createClient({ baseUrl: "http://here", transport }),
    sockets,
    hold() {
      const gate = Promise.withResolvers<void>();
      held = gate.promise;
      return gate.resolve;
    },
  };
}

test("what is answered after a stop opens no socket; starting again does", async () => {
  const { client, sockets, hold } = open();
  const answer = hold();
  const starting = client.start();
  client.stop();
  answer();
  await starting;
  expect(client.session.getSnapshot().state).toBe("signed_in");
  expect(sockets).toHaveLength(0);
  await client.start();
  expect(sockets).toHaveLength(1);
  client.stop();
});
