// npm run test:faults: the long forms of the fault tests, of which npm test has short ones: fifty kill -9 under load, twelve
// power cuts, a full and a slow disk, jumping clocks, 10,000 rude connections, as many messages as an hour has. The
// environment says otherwise; SCENARIO_SEED repeats a run. docs/fault-tests.md tells what was measured.
import { join } from "node:path";
import { ensureInstalled, root, runNode } from "./setup.mjs";
import { ensureServers } from "./test/server-packages.mjs";

await ensureInstalled();
await ensureServers();
const tests = ["kill", "fault", "fault-clients", "nodes"].map((name) => `tests/scenarios/${name}.test.ts`);
const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "scenarios", ...tests];
const long = {
  QUNXIN_KILLS: "50",
  QUNXIN_CUTS: "12",
  QUNXIN_DROPS: "10000",
  QUNXIN_HOUR: "90000",
  QUNXIN_NODES: "long",
};
const asked = Object.fromEntries(Object.keys(long).map((name) => [name, process.env[name] ?? long[name]]));
process.exitCode = await runNode(args, { cwd: root, env: { CI: "true", ...asked } });
