// npm run check: everything that can be judged without running the product, on the project's own Node.
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./setup.mjs";

await ensureInstalled();
process.exitCode = await runNode([join(root, "bin/check/checks.mjs")], { cwd: root });
