const storageKey = "qunxin.setup";

/** Remembers, in this tab only, that the company was just founded and the question of its people is open. */
export function markMidway(): void {
  try {
    sessionStorage.setItem(storageKey, "people");
  } catch {
    // Without storage a reload in the middle leads to the conversations instead.
  }
}

export function endMidway(): void {
  try {
    sessionStorage.removeItem(storageKey);
  } catch {
    // Nothing was remembered.
  }
}

export function isMidway(): boolean {
  try {
    return sessionStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}
