import { setupI18n } from "@lingui/core";
import { useSyncExternalStore } from "react";
import type { messages as sourceMessages } from "./zh-CN/index.ts";

/** Every text the app may show; zh-CN is the source, so a key missing there does not compile. */
export type MessageKey = keyof typeof sourceMessages;
export type MessageValues = Record<string, string | number>;
export type Locale = "zh-CN" | "en";

/** Languages of the interface, each named in itself. */
export const locales: readonly { id: Locale; name: string }[] = [
  { id: "zh-CN", name: "简体中文" },
  { id: "en", name: "English" },
];

const storageKey = "qunxin.locale";
const i18n = setupI18n();

/** Text of a key in the current language. `values` fill its ICU placeholders. */
export function t(key: MessageKey, values?: MessageValues): string {
  return i18n._(key, values);
}

/** Like `t`, and redraws the component when the language changes. */
export function useT(): typeof t {
  useLocale();
  return t;
}

/** The current language; redraws the component when it changes. */
export function useLocale(): Locale {
  return useSyncExternalStore(subscribe, currentLocale);
}

export function currentLocale(): Locale {
  return i18n.locale === "en" ? "en" : "zh-CN";
}

/** Saved choice, else the browser's first language we have, else zh-CN. */
export function detectLocale(): Locale {
  const saved = readSaved();
  if (saved === "en" || saved === "zh-CN") return saved;
  for (const language of navigator.languages) {
    if (language.startsWith("zh")) return "zh-CN";
    if (language.startsWith("en")) return "en";
  }
  return "zh-CN";
}

/** Loads the texts of a language and switches to it. */
export async function loadLocale(locale: Locale): Promise<void> {
  const { messages } = await (locale === "en" ? import("./en/index.ts") : import("./zh-CN/index.ts"));
  i18n.loadAndActivate({ locale, messages });
  if (typeof document !== "undefined") document.documentElement.lang = locale;
}

/** Switches the language and remembers it on this device. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await loadLocale(locale);
  try {
    localStorage.setItem(storageKey, locale);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}

/** 38204 → "38,204" in the current language. */
export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(currentLocale(), options).format(value);
}

function subscribe(onChange: () => void): () => void {
  return i18n.on("change", onChange);
}

function readSaved(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
