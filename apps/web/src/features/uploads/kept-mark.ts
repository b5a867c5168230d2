/** The browser's database of uploads that are under way. */
export const databaseName = "qunxin-uploads";
const storageKey = "qunxin.uploads";

/** Remembers whether anything is kept, so that a page without uploads loads nothing of them. */
export function markKept(kept: boolean): void {
  try {
    if (kept) localStorage.setItem(storageKey, "1");
    else localStorage.removeItem(storageKey);
  } catch {
    // Without storage nothing is kept either.
  }
}

export function isKept(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}
