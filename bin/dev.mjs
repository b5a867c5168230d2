// npm run dev: the server, started anew when its sources change, and vite in front of it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, nodeEnvironment, projectNode, root } from "./setup.mjs";

await ensureInstalled();
const server = join(root, "apps/server/src/start/start.ts");
const watched = ["apps/server/src", "packages/protocol/src"].map((path) => `--watch-path=${join(root, path)}`);
const children = [
  start(["--watch", "--watch-preserve-output", ...watched, server, ...process.argv.slice(2)], root),
  start([join(root, "node_modules/vite/bin/vite.js")], join(root, "apps/web")),
];
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => end(signal));
for (const child of children) child.once("exit", () => end("SIGTERM"));

function start(args, cwd) {
  return spawn(projectNode(), args, { cwd, stdio: "inherit", env: nodeEnvironment() });
}

function end(signal) {
  for (const child of children) child.kill(signal);
}
