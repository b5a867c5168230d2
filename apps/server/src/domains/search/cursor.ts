import { Failure } from "@qunxin/protocol";

/** Where the next page begins. `top`: nothing from this number on, however much is written meanwhile. */
export type Cursor =
  | { readonly order: "newest"; readonly generation: number; readonly below: number }
  | { readonly order: "best"; readonly generation: number; readonly top: number; readonly skip: number };

export function encodeCursor(cursor: Cursor): string {
  const parts = cursor.order === "newest" ? [cursor.below] : [cursor.top, cursor.skip];
  return Buffer.from(JSON.stringify([cursor.generation, ...parts])).toString("base64url");
}

/** @throws request/invalid for anything we did not make for this order */
export function decodeCursor(text: string, order: Cursor["order"]): Cursor {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!Array.isArray(parts) || !parts.every(Number.isSafeInteger)) throw new TypeError("not a cursor");
    const [generation, first, second] = parts as number[];
    if (order === "newest" && parts.length === 2) return { order, generation: generation ?? 0, below: first ?? 0 };
    if (order === "best" && parts.length === 3) {
      return { order, generation: generation ?? 0, top: first ?? 0, skip: second ?? 0 };
    }
    throw new TypeError("not a cursor of this order");
  } catch (cause) {
    throw outdated(cause);
  }
}

/** The search must be begun anew. */
export function outdated(cause?: unknown): Failure {
  const issues = [{ path: "cursor", message: "not a cursor of this search" }];
  return new Failure("request/invalid", { issues }, { cause });
}
