import { useEffect } from "react";

const regions = "[data-shell] :is(nav, main, aside, section[data-region])";
const focusable = "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex='0']";
/** Where the keyboard is wanted in a region: the open page, the list, the field to write in; else its first control. */
const wanted = ["[aria-current=page]", "textarea:not([disabled])", "[role=listbox]", "[role=tree]"];

/** F6 moves the focus to the next region of the shell (navigation, list, main, drawer), Shift+F6 to the one before. */
export function useRegionKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "F6" || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      // An open window keeps the focus.
      if (event.target instanceof Element && event.target.closest("[role=dialog], [role=alertdialog], [role=menu]"))
        return;
      event.preventDefault();
      moveToRegion(event.shiftKey ? -1 : 1);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function moveToRegion(step: 1 | -1): void {
  const found = [...document.querySelectorAll<HTMLElement>(regions)].filter(({ parentElement }) => {
    // A nav inside a screen belongs to that screen's region.
    return !parentElement?.closest("[data-shell] :is(main, aside, section[data-region])");
  });
  const at = found.findIndex((region) => region.contains(document.activeElement));
  const from = at < 0 && step < 0 ? found.length : at;
  for (let moved = 1; moved <= found.length; moved++) {
    const region = found[(from + step * moved + found.length * 2) % found.length];
    const target = region && entryOf(region);
    if (!target) continue;
    target.focus();
    return;
  }
}

function entryOf(region: HTMLElement): HTMLElement | null {
  for (const selector of [...wanted, focusable]) {
    const target = region.querySelector<HTMLElement>(selector);
    if (target) return target;
  }
  return null;
}
