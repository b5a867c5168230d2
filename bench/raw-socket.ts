import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";

/** What every benchmark message begins with: counted in the stream, so that frames sent together count singly. */
export const marker = "#bench#";
const markerBytes = Buffer.from(marker);

/** A WebSocket that only counts markers: cheap enough that the load generator is not what is measured. */
export interface CountingSocket {
  readonly socket: Socket;
  /** Markers seen so far. */
  count: number;
}

const pongEveryMs = 15_000;
/** An empty pong, masked as clients must: tells a server that asks nothing of us that we are there. */
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/** Opens a socket; with `token` it does the WebSocket handshake first. `seen` is called for every chunk with markers. */
export async function openCounting(
  address: { host: string; port: number; path?: string; token?: string },
  seen: (markers: number) => void,
): Promise<CountingSocket> {
  const socket = connect(address.port, address.host);
  socket.setNoDelay(true);
  await new Promise<void>((done, failed) => socket.once("connect", done).once("error", failed));
  if (address.path) {
    await shakeHands(socket, address.path, address.token ?? "");
    const timer = setInterval(() => socket.write(pong), pongEveryMs);
    socket.once("close", () => clearInterval(timer));
  }
  const counting: CountingSocket = { socket, count: 0 };
  let rest = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    const bytes = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let found = 0;
    let at = bytes.indexOf(markerBytes);
    let end = 0;
    while (at >= 0) {
      found += 1;
      end = at + markerBytes.length;
      at = bytes.indexOf(markerBytes, end);
    }
    // A marker may be split between two chunks.
    rest = Buffer.from(bytes.subarray(Math.max(end, bytes.length - markerBytes.length + 1)));
    counting.count += found;
    if (found) seen(found);
  });
  socket.on("error", () => undefined);
  return counting;
}

async function shakeHands(socket: Socket, path: string, token: string): Promise<void> {
  const key = randomBytes(16).toString("base64");
  const lines = [
    `GET ${path} HTTP/1.1`,
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${key}`,
    ...(token ? [`Authorization: Bearer ${token}`] : []),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const answer = await new Promise<string>((done) => socket.once("data", (bytes) => done(bytes.toString("latin1"))));
  if (!answer.startsWith("HTTP/1.1 101")) throw new Error(`no WebSocket: ${answer.split("\r\n")[0]}`);
}
