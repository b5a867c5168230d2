// npm start: installs and builds what is missing, then runs the server, or what goes beside it (backup, restore, doctor),
// on the project's own Node.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, ensureWebBuilt, nodeEnvironment, projectNode, root } from "./setup.mjs";

const args = process.argv.slice(2);
const source = join(root, "apps/server/src");
const beside = ["backup", "restore", "doctor"].includes(args[0]);

if (args.includes("--help") || args.includes("-h")) {
  process.stdout.write(readFileSync(join(source, "start/help.txt")));
} else {
  await ensureInstalled();
  if (beside) run("operations/operate.ts");
  // A word is a task (search rebuild), or a mistake that the server explains: nobody looks at the web client then.
  else if (/^[^-]/.test(args[0] ?? "") || (await ensureWebBuilt())) run("start/start.ts");
  else process.exitCode = 1;
}

function run(entry) {
  // The channel ends with this process, however it ends; the server then stops by itself.
  const stdio = ["inherit", "inherit", "inherit", "ipc"];
  const server = spawn(projectNode(), [join(source, entry), ...args], { stdio, env: nodeEnvironment() });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));
  server.once("error", (error) => {
    process.stderr.write(`The server could not be started: ${error.message}\n`);
    process.exit(1);
  });
  server.once("exit", (code) => process.exit(code ?? 1));
}
