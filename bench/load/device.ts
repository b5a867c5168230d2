import type { ServerFrame } from "@qunxin/protocol";
import { WebSocket } from "ws";

/** A device that reads its frames, for those few of whom one wants to know what they were told. */
export interface Device {
  readonly socket: WebSocket;
  /** From now on told of everything that is not an answer. */
  onFrame(listener: (frame: ServerFrame) => void): void;
  /** @throws what the server answered, as JSON */
  call(name: string, input: unknown): Promise<unknown>;
}

/** Connects and waits until it is greeted. */
export async function openDevice(url: string, token: string): Promise<Device> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/socket`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
  });
  const waiting = new Map<number, { done: (output: unknown) => void; failed: (error: Error) => void }>();
  let lastId = 0;
  let tell: (frame: ServerFrame) => void = () => undefined;
  const greeted = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as ServerFrame;
    if (frame.k === "hello") greeted.resolve();
    else if (frame.k === "ok") waiting.get(frame.id)?.done(frame.output);
    else if (frame.k === "fail") waiting.get(frame.id)?.failed(new Error(JSON.stringify(frame.error)));
    else tell(frame);
  });
  socket.on("error", greeted.reject);
  await greeted.promise;
  return {
    socket,
    onFrame(listener) {
      tell = listener;
    },
    call(name, input) {
      lastId += 1;
      const id = lastId;
      socket.send(JSON.stringify({ k: "call", id, call: name, input }));
      return new Promise((done, failed) => waiting.set(id, { done, failed }));
    },
  };
}

/** Fifty at a time: quick, without flooding the door. */
export async function inFifties<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < items.length; at += 50) {
    const some = items.slice(at, at + 50);
    results.push(...(await Promise.all(some.map((item, index) => work(item, at + index)))));
  }
  return results;
}
