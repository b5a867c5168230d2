import { hash, randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";

/** A new time-ordered id, branded by the caller's type. */
export function newId<Id extends string>(): Id {
  return uuidv7() as Id;
}

/** A secret for links and tokens: `bytes` random bytes in base64url. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}

/** SHA-256 of a secret: what is stored in its place. */
export function hashSecret(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

/** The same in base64, for looking it up in memory, without bytes in between: every call needs it. */
export function hashedKey(secret: string): string {
  return hash("sha256", secret, "base64");
}
