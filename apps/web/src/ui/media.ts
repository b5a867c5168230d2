import { useSyncExternalStore } from "react";

/** Whether a media query holds now; redraws on change. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const list = matchMedia(query);
      list.addEventListener("change", onChange);
      return () => list.removeEventListener("change", onChange);
    },
    () => matchMedia(query).matches,
  );
}

/** Below 768 px the phone layout is used. */
export function useIsPhone(): boolean {
  return useMediaQuery("(max-width: 767.98px)");
}

/** From 1280 px the information drawer stands beside the main pane instead of over it. */
export function useIsWide(): boolean {
  return useMediaQuery("(min-width: 1280px)");
}
