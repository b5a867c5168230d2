import type { Sharing } from "@qunxin/client";

/**
 * The tabs of this browser: a lock says which one leads, a channel carries what they tell each other. Null on pages
 * without TLS, where browsers have no locks: each tab then has a connection of its own.
 */
export function browserTabs(): Sharing | null {
  if (!("locks" in navigator) || typeof BroadcastChannel === "undefined") return null;
  return {
    join(owner, tab) {
      const name = `qunxin.${owner}`;
      const channel = new BroadcastChannel(name);
      const leaving = new AbortController();
      let release: () => void = () => undefined;
      channel.onmessage = ({ data }) => tab.heard(data);

      /** Waits for the lead and keeps it until the tab leaves, is closed or crashes, or is relieved. */
      function queue(options: LockOptions): void {
        navigator.locks
          .request(name, options, () => {
            if (leaving.signal.aborted) return;
            tab.led();
            return new Promise<void>((done) => {
              release = done;
            });
          })
          .catch(() => {
            // Relieved by a tab that did not hear from this one; it may lead again when that one is gone.
            if (leaving.signal.aborted) return;
            tab.relieved();
            queue({ signal: leaving.signal });
          });
      }

      queue({ signal: leaving.signal });
      return {
        post: (message) => channel.postMessage(message),
        // The waiting request of this tab stays in the queue, which does no harm: it leads already by then.
        takeOver: () => queue({ steal: true }),
        leave() {
          leaving.abort();
          release();
          channel.close();
        },
      };
    },
  };
}
