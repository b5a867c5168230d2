import { performance } from "node:perf_hooks";
import type { CallInput, CallName, CallOutput, ConversationId, ServerFrame } from "@qunxin/protocol";
import { WebSocket } from "ws";

/**
 * What a device does that was away: connects, asks for the list, and for what came into the conversation it shows, page
 * by page as a person scrolls (the first here), with what lies between. Milliseconds until all of it is here.
 */
export async function catchUp(
  url: string,
  token: string,
  shown: { conversationId: ConversationId; after: number },
): Promise<number> {
  const startedAt = performance.now();
  const device = await openWire(url, token);
  try {
    await Promise.all([
      device.call("conversations.list", { limit: 500 }),
      device.call("messages.history", { ...shown, acts: true, limit: 200 }),
      device.call("drafts.list", {}),
    ]);
    return performance.now() - startedAt;
  } finally {
    device.close();
  }
}

/** A bare socket that has been greeted: calls in, answers out. */
export async function openWire(url: string, token: string) {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const waiting = new Map<number, Waiting>();
  const greeted = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    const arrivedAt = performance.now();
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.k === "hello") greeted.resolve();
    if (frame.k === "ok") waiting.get(frame.id)?.done(frame.output, arrivedAt);
    if (frame.k === "fail") waiting.get(frame.id)?.failed(new Error(JSON.stringify(frame.error)));
    if (frame.k === "ok" || frame.k === "fail") waiting.delete(frame.id);
  });
  socket.on("error", greeted.reject);
  await greeted.promise;
  let lastId = 0;
  function ask(call: CallName, input: unknown): Promise<{ output: unknown; arrivedAt: number }> {
    lastId += 1;
    const id = lastId;
    socket.send(JSON.stringify({ k: "call", id, call, input }));
    return new Promise((done, failed) => {
      waiting.set(id, { done: (output, arrivedAt) => done({ output, arrivedAt }), failed });
    });
  }
  return {
    async call<Name extends CallName>(call: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
      return (await ask(call, input)).output as CallOutput<Name>;
    },
    /** Milliseconds until the whole answer is here, not yet parsed. @throws when it is an error */
    async time<Name extends CallName>(call: Name, input: CallInput<Name>): Promise<number> {
      const startedAt = performance.now();
      return (await ask(call, input)).arrivedAt - startedAt;
    },
    close: () => socket.terminate(),
  };
}

interface Waiting {
  done(output: unknown, arrivedAt: number): void;
  failed(error: Error): void;
}
