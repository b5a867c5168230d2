import type { Locale } from "@qunxin/protocol";

/** One reader of a message to be confirmed. */
export interface ReaderLine {
  readonly name: string;
  readonly account: string | null;
  readonly state: "unread" | "read" | "confirmed";
  readonly at: Date | null;
}

const words = {
  "zh-CN": { head: ["姓名", "账号", "状态", "确认时间"], unread: "未读", read: "已读未确认", confirmed: "已确认" },
  en: { head: ["Name", "Account", "State", "Confirmed at"], unread: "Unread", read: "Read", confirmed: "Confirmed" },
} as const;

/** CSV with a byte order mark, as Excel wants it; no cell is taken for a formula. */
export function toCsv(
  readers: readonly ReaderLine[],
  { timeZone, locale }: { timeZone: string; locale: Locale },
): string {
  const { head, ...states } = words[locale];
  const time = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const rows = readers.map(({ name, account, state, at }) => [
    name,
    account ?? "",
    states[state],
    at ? time.format(at) : "",
  ]);
  return `\uFEFF${[head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
