import { useEffect } from "react";

/**
 * Stands in for the package react-style-singleton (see vite.config.ts), through which pop-overs and dialogs keep the page
 * behind them from scrolling: same functions, but a constructed style sheet instead of an inline <style>, which the content
 * policy refuses.
 */
export function stylesheetSingleton(): { add(css: string): void; remove(): void } {
  let users = 0;
  let sheet: CSSStyleSheet | null = null;
  return {
    add(css) {
      users += 1;
      if (sheet) return;
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove() {
      users -= 1;
      if (users > 0 || !sheet) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      sheet = null;
    },
  };
}

/** A hook that holds the styles while a component with it is mounted; `dynamic`: they may change. */
export function styleHookSingleton(): (css: string, dynamic?: boolean) => void {
  const sheet = stylesheetSingleton();
  return (css, dynamic) => {
    const held = dynamic ? css : "";
    // biome-ignore lint/correctness/useExhaustiveDependencies: without `dynamic`, the first styles stay
    useEffect(() => {
      sheet.add(css);
      return () => sheet.remove();
    }, [held]);
  };
}

/** The same as a component. */
export function styleSingleton(): (props: { styles: string; dynamic?: boolean }) => null {
  const useStyle = styleHookSingleton();
  return ({ styles, dynamic }) => {
    useStyle(styles, dynamic);
    return null;
  };
}
