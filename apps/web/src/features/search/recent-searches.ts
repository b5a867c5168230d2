import type { PrincipalId } from "@qunxin/protocol";

const storageKey = "qunxin.searches";
const keptSearches = 10;

interface Kept {
  readonly of: PrincipalId;
  /** Newest first. */
  readonly words: readonly string[];
}

/** What this person looked for on this device, the newest first. */
export function recentSearches(me: PrincipalId | undefined): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? "null") as Kept | null;
    return kept?.of === me && Array.isArray(kept?.words) ? kept.words : [];
  } catch {
    return [];
  }
}

/** Keeps what was looked for, once something was opened from it. */
export function keepSearch(me: PrincipalId | undefined, words: string): void {
  const kept = words.trim();
  if (!me || kept === "") return;
  const others = recentSearches(me).filter((one) => one !== kept);
  write({ of: me, words: [kept, ...others].slice(0, keptSearches) });
}

/** Forgets all of it, as when somebody signs out. */
export function forgetSearches(): void {
  write(null);
}

function write(kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(storageKey, JSON.stringify(kept));
    else localStorage.removeItem(storageKey);
  } catch {
    // Without storage nothing is kept.
  }
}
