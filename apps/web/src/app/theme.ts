import { create } from "zustand";

export type ThemeChoice = "light" | "dark" | "system";

interface ThemeState {
  choice: ThemeChoice;
  dark: boolean;
}

const storageKey = "qunxin.theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const saved = readSaved();

/** The chosen look and what it comes to now; public/theme.js made the same decision before the first paint. */
export const useTheme = create<ThemeState>(() => ({ choice: saved, dark: isDark(saved) }));

/** Applies a look and remembers it on this device. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  useTheme.setState({ choice, dark: isDark(choice) });
}

/** Keeps the document in step with the choice and with the system; call once at start. */
export function followTheme(): void {
  useTheme.subscribe(({ dark }) => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#1e2128" : "#f8f9fb");
  });
  systemDark.addEventListener("change", () => {
    const { choice } = useTheme.getState();
    useTheme.setState({ dark: isDark(choice) });
  });
}

function isDark(choice: ThemeChoice): boolean {
  return choice === "dark" || (choice === "system" && systemDark.matches);
}

function readSaved(): ThemeChoice {
  try {
    const value = localStorage.getItem(storageKey);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}
