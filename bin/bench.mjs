// npm run bench: bench/run.ts on the project's own Node, with the web app built as for npm start.
import { join } from "node:path";
import { ensureInstalled, ensureWebBuilt, root, runNode } from "./setup.mjs";

const args = process.argv.slice(2);
const asks = args.some((arg) => ["--list", "--help", "-h"].includes(arg));
await ensureInstalled();
if (asks || (await ensureWebBuilt())) {
  process.exitCode = await runNode([join(root, "bench/run.ts"), ...args], { cwd: root });
} else process.exitCode = 1;
