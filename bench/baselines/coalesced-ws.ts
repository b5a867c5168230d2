import type { Socket } from "node:net";
import { WebSocketServer } from "ws";

// What a bare ws can do at most: each message framed once, everything of an event-loop turn in one write a socket.
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
const streams = new Set<Socket>();
let due: Buffer[] = [];

server.on("connection", (socket, { socket: stream }) => {
  streams.add(stream);
  socket.once("close", () => streams.delete(stream));
  socket.on("message", (data: Buffer) => {
    if (due.length === 0) setImmediate(flush);
    due.push(framed(data));
  });
});
server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address) console.log(`port ${address.port}`);
});

function flush(): void {
  const bytes = Buffer.concat(due);
  due = [];
  for (const stream of streams) stream.write(bytes);
}

/** One text frame from 126 to 65,535 bytes. */
function framed(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]), payload]);
}
