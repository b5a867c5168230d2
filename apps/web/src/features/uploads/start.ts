import { client } from "../../app/live.ts";

export const databaseName = "qunxin-uploads";
const storageKey = "qunxin.uploads";

/** Goes on with uploads that a reload interrupted, and throws them away when the person signs out. */
export function watchUploads(): void {
  let known = client.session.getSnapshot().state === "signed_in";
  if (known && isKept()) resume();
  client.session.subscribe(() => {
    const { state } = client.session.getSnapshot();
    if (state === "signed_in" && !known && isKept()) resume();
    if (state === "signed_out" && isKept()) wipe();
    known = state === "signed_in";
  });
}

/** Remembers whether anything is kept, so that a page without uploads loads nothing of them. */
export function markKept(kept: boolean): void {
  try {
    if (kept) localStorage.setItem(storageKey, "1");
    else localStorage.removeItem(storageKey);
  } catch {
    // Without storage nothing is kept either.
  }
}

function isKept(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}

function resume(): void {
  void import("./engine.ts").then(({ restore }) => restore());
}

function wipe(): void {
  markKept(false);
  indexedDB.deleteDatabase(databaseName);
}
