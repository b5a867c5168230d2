import { registerSW } from "virtual:pwa-register";
import { setUpdateReady } from "./shell-state.ts";

const checkEveryMs = 30 * 60_000;

/** Registers the service worker; a new build only raises the pill, the person decides when to reload. */
export function watchForUpdates(): void {
  const applyUpdate = registerSW({
    onNeedRefresh: () => setUpdateReady(() => void applyUpdate(true)),
    onRegisteredSW: (_url, registration) => {
      if (registration) setInterval(() => registration.update().catch(() => undefined), checkEveryMs);
    },
  });
}
