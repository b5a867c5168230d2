const againAfterMs = 5_000;

/**
 * For code that is fetched behind a screen that works without it: while it cannot be fetched, the promise waits instead
 * of failing and taking the screen with it.
 */
export function whenReachable<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (;;) {
      try {
        return await load();
      } catch {
        await backOnline();
      }
    }
  };
}

/** The network may be back without the browser saying so. */
function backOnline(): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      done();
    };
    const timer = setTimeout(end, againAfterMs);
    window.addEventListener("online", end);
  });
}
