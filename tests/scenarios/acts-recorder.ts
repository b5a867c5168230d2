import type { NodeTransport } from "@qunxin/client/node";
import type { ConversationId, Entry, ServerFrame } from "@qunxin/protocol";

/** What one device was told, in order. */
interface Told {
  readonly socket: number;
  /** How many frames had come over this socket when the question was asked that this answers; the present for news. */
  readonly askedAt: number;
  readonly at: number;
  readonly entries: readonly Entry[];
  readonly raw: string;
}

/** Writes down everything that comes over the sockets of a device. */
export interface Recorder {
  readonly told: Told[];
  readonly transport: NodeTransport;
}

/** The transport, recording. Answers over HTTP are taken down too; each as a socket of its own. */
export function recording(transport: NodeTransport, conversationId: ConversationId): Recorder {
  const told: Told[] = [];
  let sockets = 0;
  const entriesIn = (value: unknown) => (value as { entries?: Entry[] })?.entries ?? [];
  return {
    told,
    transport: {
      ...transport,
      openSocket(url) {
        const socket = transport.openSocket(url) as unknown as {
          on(event: "message", listener: (data: Buffer) => void): void;
          send(data: string): void;
        };
        const number = ++sockets;
        const asked = new Map<number, number>();
        let count = 0;
        socket.on("message", (data) => {
          const raw = data.toString();
          const frame = JSON.parse(raw) as ServerFrame;
          count += 1;
          if (frame.k === "entries" && frame.c === conversationId) {
            told.push({ socket: number, askedAt: count, at: count, entries: frame.e, raw });
          }
          if (frame.k === "ok") {
            const askedAt = asked.get(frame.id) ?? count;
            told.push({ socket: number, askedAt, at: count, entries: entriesIn(frame.output), raw });
          }
        });
        const send = socket.send.bind(socket);
        socket.send = (data) => {
          const { k, id } = JSON.parse(data) as { k: string; id: number };
          if (k === "call") asked.set(id, count);
          send(data);
        };
        return socket as never;
      },
    },
  };
}
