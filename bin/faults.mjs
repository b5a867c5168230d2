// npm run test:faults: kills server and database with fifty kill -9 under load (QUNXIN_KILLS says otherwise) and looks
// at what is left; SCENARIO_SEED repeats a run. npm test has a short form of the same test.
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./setup.mjs";

await ensureInstalled();
const args = [
  join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "--project",
  "scenarios",
  "tests/scenarios/kill.test.ts",
];
const env = { CI: "true", QUNXIN_KILLS: process.env.QUNXIN_KILLS ?? "50" };
process.exitCode = await runNode(args, { cwd: root, env });
