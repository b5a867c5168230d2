import type { ServerEvent, ServerFrame } from "@qunxin/protocol";
import { writeJson } from "../../platform/written.ts";

const finalText = 0x81;

/**
 * One unmasked text frame of RFC 6455, header included. Frames from the server carry no mask, so the same bytes can go
 * to every socket: written once, sent to all.
 */
export function encodeFrame(frame: ServerFrame): Buffer {
  return writeJson(frame, header);
}

/** A frame that tells of an event. */
export function encodeEvent(event: ServerEvent): Buffer {
  return encodeFrame({ k: "event", event });
}

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([finalText, length]);
  if (length < 65_536) return Buffer.from([finalText, 126, length >> 8, length & 0xff]);
  const long = Buffer.alloc(10);
  long[0] = finalText;
  long[1] = 127;
  long.writeBigUInt64BE(BigInt(length), 2);
  return long;
}
