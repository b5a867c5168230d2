import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { type Scan, scanner } from "./scan.ts";

/** A WebSocket that looks for marks in the stream instead of reading frames: cheap enough not to be what is measured. */
export interface RawSocket {
  readonly socket: Socket;
  /** Sends one text frame. */
  send(text: string): void;
  close(): void;
}

export interface RawAddress {
  readonly host: string;
  readonly port: number;
  /** Absent: a plain socket without a handshake. */
  readonly path?: string;
  readonly token?: string;
  /** Which of the loopback's addresses to come from: one has only so many ports. */
  readonly from?: string;
}

const pongEveryMs = 15_000;
/** An empty pong, masked as clients must: tells a server that asks nothing of us that we are there. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
/** All sockets read into it, one after the other: nothing is allocated for what arrives. */
const shared = Buffer.allocUnsafe(256 * 1024);

/** Opens a socket and scans what comes. @throws when refused */
export async function openRaw(address: RawAddress, scan: Scan): Promise<RawSocket> {
  const { path, host, port, from } = address;
  const look = scanner(scan);
  let handle: (bytes: Buffer) => void = look;
  const onread = {
    buffer: shared,
    callback(size: number, bytes: Uint8Array): boolean {
      handle(Buffer.from(bytes.buffer, bytes.byteOffset, size));
      return true;
    },
  };
  const socket = connect({ host, port, onread, ...(from ? { localAddress: from } : {}) });
  socket.setNoDelay(true);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on("error", reject);
  socket.once("close", () => reject(new Error("closed while it was opened")));
  socket.once("connect", () => {
    if (path === undefined) return resolve();
    handle = (bytes) => {
      const text = bytes.toString("latin1");
      if (!text.startsWith("HTTP/1.1 101")) return reject(new Error(`no WebSocket: ${text.split("\r\n")[0]}`));
      handle = look;
      const end = text.indexOf("\r\n\r\n") + 4;
      if (end < bytes.length) look(bytes.subarray(end));
      resolve();
    };
    socket.write(handshake(path, address.token ?? ""));
  });
  await promise;
  if (path !== undefined) {
    const timer = setInterval(() => socket.write(pong), pongEveryMs);
    socket.once("close", () => clearInterval(timer));
  }
  return { socket, send: (text) => void socket.write(textFrame(text)), close: () => void socket.destroy() };
}

function handshake(path: string, token: string): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    ...(token ? [`Authorization: Bearer ${token}`] : []),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Masked with zeros, as the standard demands of clients and which leaves the text as it is. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > 0xffff) throw new RangeError("too long for a benchmark message");
  const short = payload.length < 126;
  const head = short ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}
