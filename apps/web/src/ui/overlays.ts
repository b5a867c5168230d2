import { lazy } from "react";

// What opens over the page is a third of the kit, and nothing of it is on the first screen: it comes as one file, asked
// for as soon as the page has nothing to do, so that it is there when somebody clicks.
const load = () => import("./overlays/index.ts");

export const DialogWindow = lazy(async () => ({ default: (await load()).DialogWindow }));
export const DrawerWindow = lazy(async () => ({ default: (await load()).DrawerWindow }));
export const SheetWindow = lazy(async () => ({ default: (await load()).SheetWindow }));
export const MenuContent = lazy(async () => ({ default: (await load()).MenuContent }));
export const PopoverContent = lazy(async () => ({ default: (await load()).PopoverContent }));

/** Fetches the code of overlays when the page is idle. */
export function preloadOverlays(): void {
  const quietly = () => void load().catch(() => undefined);
  if ("requestIdleCallback" in window) requestIdleCallback(quietly, { timeout: 3_000 });
  else setTimeout(quietly, 1_000);
}
