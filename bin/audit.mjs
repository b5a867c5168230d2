// npm run audit: asks the package registry what is known of the versions in the lock file. Fails on anything high or
// critical; says so and succeeds where the registry does not answer such questions or is out of reach.
import { spawnSync } from "node:child_process";
import { judgeAudit } from "./check/audit.mjs";
import { root } from "./setup.mjs";

const [command, ...first] = process.env.npm_execpath?.endsWith("npm-cli.js")
  ? [process.execPath, process.env.npm_execpath]
  : ["npm"];
const { stdout } = spawnSync(command, [...first, "audit", "--json"], { cwd: root, encoding: "utf8", timeout: 120_000 });
const { lines, bad } = judgeAudit(stdout ?? "");
console.log(lines.join("\n"));
process.exitCode = bad ? 1 : 0;
