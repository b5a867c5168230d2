import { createHmac, timingSafeEqual } from "node:crypto";

const stepMs = 30_000;
const digits = 6;
/** A clock may be a step off either way. */
const tolerated = [0, -1, 1];

/** RFC 4648, as apps read secrets; not the alphabet of our own printed passwords. */
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The steps of thirty seconds, of those near `at`, whose code this is; normally none or one. */
export function stepsOf(secret: Buffer, code: string, at: Date): number[] {
  const now = Math.floor(at.getTime() / stepMs);
  return tolerated.map((off) => now + off).filter((step) => isSame(codeOf(secret, step), code));
}

/** The six digits of a step: HMAC-SHA-1, which is what apps expect. Source: RFC 6238, RFC 4226 */
export function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 0x0f;
  const number = hash.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

/** The secret as people type it where a camera is missing. */
export function base32(bytes: Buffer): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31];
    held &= 0xff;
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text;
}

/** What the QR code says. Source: the key URI format of authenticator apps */
export function keyUri(secret: Buffer, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
