const storageKey = "qunxin.session";

/**
 * Notes on this device that somebody signed in, so that a session that ends by itself can be told from a first visit.
 * It says nothing about who, and grants nothing: the session itself is a cookie no script can read.
 */
export function rememberSession(): void {
  write(() => localStorage.setItem(storageKey, "1"));
}

export function forgetSession(): void {
  write(() => localStorage.removeItem(storageKey));
}

export function hasSession(): boolean {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false;
  }
}

function write(change: () => void): void {
  try {
    change();
  } catch {
    // Without storage the login screen merely never says that a session has expired.
  }
}
