import { Failure } from "@qunxin/protocol";

/** A place in a list, as text for the client to hand back. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/**
 * The place a cursor names; its parts have the types of `like`.
 * @throws request/invalid for anything we did not make
 */
export function decodeCursor(cursor: string, like: readonly ("string" | "number")[]): (string | number)[] {
  const parts = parse(cursor);
  if (parts?.length !== like.length || parts.some((part, index) => typeof part !== like[index])) throw invalid();
  return parts as (string | number)[];
}

function parse(cursor: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function invalid(): Failure {
  return new Failure("request/invalid", { issues: [{ path: "cursor", message: "not a cursor of this list" }] });
}
