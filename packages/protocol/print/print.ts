import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openApi } from "./openapi.ts";
import { protocolPage } from "./protocol-page.ts";

const root = new URL("../../../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };

/** What stands in docs/ about the contract, by file. */
export const printed: Record<string, string> = {
  "docs/openapi.json": `${JSON.stringify(openApi(version), null, 1)}\n`,
  "docs/protocol.md": protocolPage(),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(printed)) writeFileSync(new URL(file, root), text);
}
