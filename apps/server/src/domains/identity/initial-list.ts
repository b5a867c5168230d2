import type { Reading } from "../../platform/database.ts";
import { readNewcomers } from "./credential-store.ts";
import { initialPassword } from "./initial-password.ts";

const pageRows = 1_000;
const beforeAll = "00000000-0000-0000-0000-000000000000";

/** The list of initial passwords as CSV, in pieces: people who have not set a password of their own yet. */
export async function* initialPasswordList(reading: Reading, secret: Buffer): AsyncGenerator<string> {
  // Spreadsheets read UTF-8 only with the mark in front.
  yield "\uFEFF姓名,账号,部门,初始密码\r\n";
  for (let after: string = beforeAll; ; ) {
    const page = await readNewcomers(reading, after, pageRows);
    const last = page.at(-1);
    if (!last) return;
    yield page
      .map(({ id, name, account, departments }) => [name, account, departments, initialPassword(secret, id)])
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
