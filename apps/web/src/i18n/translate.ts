import { setupI18n } from "@lingui/core";
import { useSyncExternalStore } from "react";
import type * as source from "./zh-CN/index.ts";

/** A part of the texts that is loaded with the screens needing it. */
export type TextArea = keyof typeof source.areas;
type AreaTexts = { [A in TextArea]: Awaited<ReturnType<(typeof source.areas)[A]>>["default"] };
/** Every text the app may show; zh-CN is the source, so a key missing there does not compile. */
export type MessageKey = keyof typeof source.messages | { [A in TextArea]: keyof AreaTexts[A] }[TextArea];
export type MessageValues = Record<string, string | number>;
export type Locale = "zh-CN" | "en";

/** Languages of the interface, each named in itself. */
export const locales: readonly { id: Locale; name: string }[] = [
  { id: "zh-CN", name: "简体中文" },
  { id: "en", name: "English" },
];

const storageKey = "qunxin.locale";
const i18n = setupI18n();
/** Areas asked for so far: a change of the language brings them along. */
const wanted = new Set<TextArea>();

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

/** Loads the texts of a language, those of the areas in use too, and switches to it. */
export async function loadLocale(locale: Locale): Promise<void> {
  const { messages } = await textsOf(locale);
  // A copy: the areas that come later are merged into what was given first.
  i18n.load(locale, { ...messages });
  await Promise.all([...wanted].map((area) => loadArea(locale, area)));
  i18n.activate(locale);
  if (typeof document !== "undefined") document.documentElement.lang = locale;
}

/** Loads the texts of these areas in the current language; `t` knows their keys afterwards. */
export async function loadTexts(...areas: TextArea[]): Promise<void> {
  for (const area of areas) wanted.add(area);
  const locale = currentLocale();
  await Promise.all(areas.map((area) => loadArea(locale, area)));
  if (currentLocale() !== locale) await loadTexts(...areas);
}

/** A loader of a screen's code that comes back once the screen's texts are there too. */
export function withTexts<Module>(areas: TextArea | TextArea[], load: () => Promise<Module>): () => Promise<Module> {
  return async () => {
    const [module] = await Promise.all([load(), loadTexts(...[areas].flat())]);
    return module;
  };
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

function textsOf(locale: Locale) {
  return locale === "en" ? import("./en/index.ts") : import("./zh-CN/index.ts");
}

async function loadArea(locale: Locale, area: TextArea): Promise<void> {
  const { areas } = await textsOf(locale);
  const { default: texts } = await areas[area]();
  i18n.load(locale, texts);
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
