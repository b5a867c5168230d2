// npm run bench: bench/run.ts on the project's own Node.
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./setup.mjs";

await ensureInstalled();
process.exitCode = await runNode([join(root, "bench/run.ts"), ...process.argv.slice(2)], { cwd: root });
