import { readNewcomers } from "./credential-store.ts";
import { endOfInitial, initialPassword } from "./initial-password.ts";
import type { IdentityDeps } from "./parts.ts";

const pageRows = 1_000;
const beforeAll = "00000000-0000-0000-0000-000000000000";

/**
 * The list of initial passwords as CSV, in pieces: people who have not set a password of their own yet, and the day from
 * which it is void, in the company's time.
 */
export async function* initialPasswordList({
  reading,
  secret,
  company,
}: Pick<IdentityDeps, "reading" | "secret" | "company">): AsyncGenerator<string> {
  const { initialDays } = (await company.policy()).password;
  const timeZone = (await company.info())?.timeZone ?? "UTC";
  // This locale writes days as 2026-03-02.
  const days = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const until = (createdAt: Date) => days.format(endOfInitial(createdAt, initialDays));
  // Spreadsheets read UTF-8 only with the mark in front.
  yield "\uFEFF姓名,账号,部门,初始密码,失效日期\r\n";
  for (let after: string = beforeAll; ; ) {
    const page = await readNewcomers(reading, after, pageRows);
    const last = page.at(-1);
    if (!last) return;
    yield page
      .map((one) => [one.name, one.account, one.departments, initialPassword(secret, one.id), until(one.createdAt)])
      .map((cells) => `${cells.map(cell).join(",")}\r\n`)
      .join("");
    after = last.id;
  }
}

/** A quoted cell; what a spreadsheet would run as a formula is made text. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
