// npm run bench: bench/run.ts on the project's own Node; npm run bench -- search (or reads): bench/search.ts.
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./setup.mjs";

await ensureInstalled();
const [first, ...rest] = process.argv.slice(2);
const apart = first === "search" || first === "reads";
const [file, args] = apart ? [`bench/${first}.ts`, rest] : ["bench/run.ts", process.argv.slice(2)];
process.exitCode = await runNode([join(root, file), ...args], { cwd: root });
