import type { Tx } from "./database.ts";

/** Puts work into the background, in the transaction that wants it done: it happens if and only if that commits. */
export interface Jobs {
  enqueue(tx: Tx, task: string, payload: Record<string, unknown>): Promise<void>;
}
