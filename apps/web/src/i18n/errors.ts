import { fullDateTime } from "./dates.ts";
import { currentLocale, type MessageKey, type MessageValues, t } from "./translate.ts";
import type { messages as sourceMessages } from "./zh-CN/index.ts";

type ErrorKey = Extract<keyof typeof sourceMessages, `error.${string}`>;

/**
 * Readable text of a server error code: the key is `error.<code>`, e.g. `error.messages/muted`.
 * Params are put into words by their names: `…Ms` as a span of time, `…Bytes` as a size, moments as local time.
 * A code without a text still gives a sentence that names it, so that a person can report it.
 */
export function errorText(code: string, params: Record<string, unknown> = {}): string {
  const key = `error.${code}` as ErrorKey & MessageKey;
  const text = t(key, printable(params));
  return text === key ? t("error.unknown", { code }) : text;
}

function printable(params: Record<string, unknown>): MessageValues {
  const values: MessageValues = {};
  for (const [name, value] of Object.entries(params)) values[name] = inWords(name, value);
  return values;
}

function inWords(name: string, value: unknown): string | number {
  if (typeof value === "number") {
    if (name.endsWith("Ms")) return timeSpan(value);
    return name.endsWith("Bytes") ? size(value) : value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
    return new Intl.ListFormat(currentLocale(), { type: "unit" }).format(items);
  }
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT/.test(text) ? fullDateTime(new Date(text)) : text;
}

/** Rounded up, so that whoever waits that long has waited long enough. */
function timeSpan(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 60 ? unit(seconds, "second") : unit(Math.ceil(seconds / 60), "minute");
}

function size(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  return kilobytes < 1024
    ? unit(kilobytes, "kilobyte", "short")
    : unit(Math.floor(kilobytes / 1024), "megabyte", "short");
}

function unit(value: number, of: string, unitDisplay: "long" | "short" = "long"): string {
  return new Intl.NumberFormat(currentLocale(), { style: "unit", unit: of, unitDisplay }).format(value);
}
