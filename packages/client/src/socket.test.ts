import { closeCodes } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { createSocket } from "./socket.ts";
import type { SocketLike, Timing, Transport } from "./transport.ts";

/** Timers that run when told to. */
function handTiming(): Timing & { run(): void; due: () => number[] } {
  const timers = new Map<number, { ms: number; work: () => void }>();
  let last = 0;
  return {
    now: () => 0,
    random: () => 0.5,
    after(ms, work) {
      const id = ++last;
      timers.set(id, { ms, work });
      return () => void timers.delete(id);
    },
    run() {
      const due = [...timers.values()];
      timers.clear();
      for (const { work } of due) work();
    },
    due: () => [...timers.values()].map(({ ms }) => ms),
  };
}

function open() {
  const made: SocketLike[] = [];
  const openSocket = () => {
    const socket: SocketLike = {
      onopen: null,
      onmessage: null,
      onclose: null,
      onerror: null,
      send: () => undefined,
      close: () => undefined,
    };
    made.push(socket);
    return socket;
  };
  const timing = handTiming();
  const told: string[] = [];
  const tell = (what: string) => () => void told.push(what);
  const socket = createSocket("ws://here", { openSocket } as unknown as Transport, timing, {
    online: tell("online"),
    entries: tell("entries"),
    gap: tell("gap"),
    event: tell("event"),
    signedOut: tell("signedOut"),
    refused: tell("refused"),
  });
  const last = () => made.at(-1) as SocketLike & Record<"onmessage" | "onclose", (event: unknown) => void>;
  return { socket, timing, told, made, last };
}

test("pauses between tries grow, and end when the first frame came", () => {
  const { socket, timing, told, made, last } = open();
  socket.start();
  const pauses: number[] = [];
  for (let i = 0; i < 8; i++) {
    last().onclose({ code: 1006 });
    pauses.push(timing.due()[0] ?? 0);
    timing.run();
  }
  expect(pauses).toEqual([300, 600, 1200, 2400, 4800, 9600, 11_250, 11_250]);
  expect(made).toHaveLength(9);
  last().onmessage({ data: JSON.stringify({ k: "hello" }) });
  expect(socket.connection.getSnapshot()).toBe("online");
  expect(told).toEqual([...Array(8).fill("refused"), "online"]);
  last().onclose({ code: 1006 });
  expect(timing.due()).toEqual([300]);
});

test("a call cut off before its answer rejects as unreachable", async () => {
  const { socket, last } = open();
  await expect(socket.call("x", {})).rejects.toThrow("cannot be reached");
  socket.start();
  last().onmessage({ data: JSON.stringify({ k: "hello" }) });
  const call = socket.call("x", {});
  last().onclose({ code: 1006 });
  await expect(call).rejects.toThrow("cannot be reached");
});

test("when the session ended nothing is tried again", () => {
  const { socket, timing, told, last } = open();
  socket.start();
  last().onclose({ code: closeCodes.signedOut });
  expect(told).toEqual(["signedOut"]);
  expect(timing.due()).toEqual([]);
  expect(socket.connection.getSnapshot()).toBe("offline");
});

test("from a node that hands over one goes to another at once; refused there, the pauses begin", () => {
  const { socket, timing, told, made, last } = open();
  socket.start();
  last().onmessage({ data: JSON.stringify({ k: "hello", me: "", serverTime: "", version: "" }) });
  last().onclose({ code: closeCodes.moved });
  expect(made).toHaveLength(2);
  expect(socket.connection.getSnapshot()).toBe("connecting");
  last().onclose({ code: closeCodes.moved });
  expect(made).toHaveLength(2);
  timing.run();
  expect(made).toHaveLength(3);
  expect(told).toEqual(["online", "refused"]);
});
