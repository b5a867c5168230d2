import { type MessageKey, type MessageValues, t } from "./translate.ts";
import type { messages as sourceMessages } from "./zh-CN/index.ts";

type ErrorKey = Extract<keyof typeof sourceMessages, `error.${string}`>;

/**
 * Readable text of a server error code: the key is `error.<code>`, e.g. `error.messages/muted`.
 * A code without a text still gives a sentence that names it, so that a person can report it.
 */
export function errorText(code: string, params: Record<string, unknown> = {}): string {
  const key = `error.${code}` as ErrorKey & MessageKey;
  const text = t(key, printable(params));
  return text === key ? t("error.unknown", { code }) : text;
}

function printable(params: Record<string, unknown>): MessageValues {
  const values: MessageValues = {};
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === "number" ? value : String(value);
  }
  return values;
}
