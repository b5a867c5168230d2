import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { PrincipalId } from "@qunxin/protocol";

/** Crockford's base32: no I, L, O, U, so that a printed password can be typed. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const chars = 10;

/** The password somebody starts with: 50 bits derived from the installation's secret and their id. Source: ADR-0005. */
export function initialPassword(secret: Buffer, personId: PrincipalId): string {
  return base32(createHmac("sha256", secret).update(personId).digest());
}

/** A random password of the same form, to be changed at the first sign-in. */
export function temporaryPassword(): string {
  return base32(randomBytes(chars));
}

/** The moment from which an initial or temporary password given then is void. */
export function endOfInitial(given: Date, days: number): Date {
  return new Date(given.getTime() + days * 24 * 3_600_000);
}

/** Compares in constant time; case and blanks do not matter in what was printed for somebody. */
export function fitsInitial(expected: string, typed: string): boolean {
  const one = Buffer.from(expected);
  const other = Buffer.from(typed.trim().toUpperCase());
  return one.length === other.length && timingSafeEqual(one, other);
}

function base32(bytes: Buffer): string {
  return Array.from(bytes.subarray(0, chars), (byte) => alphabet[byte % alphabet.length]).join("");
}
