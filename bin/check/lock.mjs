// package-lock.json must hold the packages of every platform: npm ci refuses a lock file that lacks one, wherever it
// runs. A registry mirror that does not carry them all makes npm leave some out silently when it writes the file.
// node bin/check/lock.mjs adds what is missing, by name and version; such entries have no integrity hash.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const path = join(dirname(fileURLToPath(import.meta.url)), "../../package-lock.json");

/** What is wrong with the lock file, one line each. */
export function checkLock() {
  const lines = readFileSync(path, "utf8").split("\n");
  const addresses = lines.filter((line) => /"resolved": "https?:/.test(line)).map((line) => line.trim());
  const missing = missingPlatforms(JSON.parse(lines.join("\n")).packages);
  return [...addresses, ...missing.map(({ name }) => `${name} is missing; run node bin/check/lock.mjs`)];
}

/** The optional packages that an entry names by exact version and the file does not hold. */
export function missingPlatforms(packages) {
  return Object.entries(packages).flatMap(([from, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => /^\d/.test(version) && !resolvable(packages, from, name))
      .map(([name, version]) => ({
        name,
        entry: { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true },
      })),
  );
}

/** Node looks beside the package first, then one folder up at a time. */
function resolvable(packages, from, name) {
  if (`${from === "" ? "" : `${from}/`}node_modules/${name}` in packages) return true;
  return from !== "" && resolvable(packages, from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))), name);
}

/** The platform that such a package is for, read off its name as all of them write it. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = ["android", "darwin", "freebsd", "linux", "openbsd", "openharmony", "win32"].find((word) =>
    words.includes(word),
  );
  const cpu = ["arm64", "arm", "ia32", "loong64", "ppc64", "riscv64", "s390x", "wasm32", "x64"].find((word) =>
    words.includes(word),
  );
  const libc = words.some((word) => word.startsWith("musl"))
    ? "musl"
    : words.some((word) => word.startsWith("gnu")) && "glibc";
  return {
    ...(os ? { os: [os] } : {}),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(os === "linux" && libc ? { libc: [libc] } : {}),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock = JSON.parse(readFileSync(path, "utf8"));
  for (const { name, entry } of missingPlatforms(lock.packages)) lock.packages[`node_modules/${name}`] = entry;
  const root = lock.packages[""];
  const rest = Object.entries(lock.packages).filter(([key]) => key !== "");
  lock.packages = { "": root, ...Object.fromEntries(rest.sort(([a], [b]) => (a < b ? -1 : 1))) };
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}
