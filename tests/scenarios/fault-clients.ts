import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { newKey } from "@qunxin/client";
import { nodeTransport } from "@qunxin/client/node";
import type { CallInput, ClientMessageId, ConversationId, ServerFrame } from "@qunxin/protocol";
import type { Random } from "@qunxin/testkit";

/** A bare connection to the server, which may say anything. */
export async function plug(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** Asks for a WebSocket as that session; whatever comes back is not read. */
export function upgrade(socket: Socket, token: string): void {
  const lines = [
    "GET /api/socket HTTP/1.1",
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    `Authorization: Bearer ${token}`,
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
}

/** What rude clients send after the handshake, by what it is. */
export function rudeBytes(random: Random): Record<string, Buffer> {
  const head = (first: number, length: number, mask = 0x80) => {
    const bytes = Buffer.alloc(10);
    bytes[0] = first;
    bytes[1] = mask | 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
    return bytes;
  };
  return {
    "bytes without a sense": Buffer.from(Array.from({ length: 300 }, () => random.below(256))),
    "half a frame": Buffer.concat([head(0x81, 1_000), randomBytes(40)]),
    "a frame of many gigabytes": Buffer.concat([head(0x81, 2 ** 45), randomBytes(1_000)]),
    "a frame without a mask": Buffer.concat([head(0x81, 5, 0), Buffer.from("hello")]),
    "a control frame too long": Buffer.concat([head(0x89, 500), randomBytes(504)]),
    "pieces without a beginning": Buffer.from([0x00, 0x80, 1, 2, 3, 4]),
    "reserved bits": Buffer.from([0xf1, 0x80, 1, 2, 3, 4]),
  };
}

/** Opens and drops so many connections, some in the middle of a request, some as sockets. */
export async function openAndDrop(url: string, token: string, count: number, random: Random): Promise<void> {
  for (let done = 0; done < count; done += 100) {
    const sockets = await Promise.all(Array.from({ length: 100 }, () => plug(url)));
    for (const socket of sockets) {
      const way = random.below(4);
      if (way === 1) socket.write("POST /api/identity.me HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{");
      if (way >= 2) upgrade(socket, token);
      if (way === 3) await delay(0);
      if (random.below(2) === 0) socket.resetAndDestroy();
      else socket.destroy();
    }
  }
}

/** A client that keeps every frame it got, and says what it is told to. */
export interface BareDevice {
  readonly frames: ServerFrame[];
  say(frame: object): void;
  close(): void;
}

export async function bareDevice(url: string, token: string): Promise<BareDevice> {
  const socket = nodeTransport({ bearer: token }).openSocket(`${url.replace(/^http/, "ws")}/api/socket`);
  const frames: ServerFrame[] = [];
  await new Promise<void>((greeted, refused) => {
    socket.onmessage = ({ data }) => {
      frames.push(JSON.parse(String(data)) as ServerFrame);
      greeted();
    };
    socket.onclose = () => refused(new Error("the socket was closed"));
  });
  return { frames, say: (frame) => socket.send(JSON.stringify(frame)), close: () => socket.close() };
}

/** One message as a frame under that number, with a retry key of its own. */
export function sendFrame(id: number, conversationId: ConversationId, text: string) {
  const input: CallInput<"messages.send"> = {
    conversationId,
    clientId: newKey<ClientMessageId>(Date.now()),
    text,
    mentions: [],
    mentionAll: false,
    replyToSeq: null,
  };
  return { k: "call", id, call: "messages.send", input };
}
