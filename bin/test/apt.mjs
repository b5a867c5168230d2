// System packages that only tests need, through apt where we may. Nothing else is ever installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { run } from "../setup.mjs";

export function mayInstall() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** Whether the lists at hand have it. */
export function offers(name) {
  return spawnSync("apt-cache", ["show", name], { stdio: "ignore" }).status === 0;
}

/** Installs them, with fresh lists if the ones at hand do not have them; whoever asked looks what came of it. */
export async function installPackages(packages, purpose) {
  console.log(`Installing ${packages.join(" and ")} for ${purpose} …`);
  // A package that starts a service of its own must not: the tests start what they need.
  const options = { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" } };
  const args = ["install", "-y", "-qq", "--no-install-recommends", ...packages];
  if ((await run("apt-get", args, options)) === 0) return;
  await run("apt-get", ["update", "-qq"], options);
  await run("apt-get", args, options);
}
