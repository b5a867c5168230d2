import { randomUUID } from "node:crypto";
import { marker } from "./scan.ts";

const padding = "要点：本周五之前把验收清单补齐，接口联调放在周四下午，压测结果统一发到群里。".repeat(2);

/** A call that sends a message which carries when it was due. */
export function sendCall(id: number, conversationId: string, dueAt: number): string {
  const input = {
    conversationId,
    clientId: randomUUID(),
    text: stampedText(dueAt),
    mentions: [],
    mentionAll: false,
    replyToSeq: null,
  };
  return JSON.stringify({ k: "call", id, call: "messages.send", input });
}

/** Bytes of one message on its way to a device, header included: what the server makes of a `sendCall`. */
export const wireBytes = 595;

/** What a bare server sends on: as many bytes as the entry that the real server makes of a message. */
export function bareFrame(dueAt: number): string {
  const entry = { id: randomUUID(), clientId: randomUUID(), text: stampedText(dueAt) };
  const frame = JSON.stringify({ k: "entries", c: randomUUID(), e: [entry] });
  return frame + " ".repeat(wireBytes - headerBytes - Buffer.byteLength(frame));
}

const headerBytes = 4;

function stampedText(dueAt: number): string {
  return `${marker}${String(dueAt).padStart(16, "0")}${padding}`;
}
