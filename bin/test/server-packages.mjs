// The system packages that only tests of the server need: a NATS server, a PostgreSQL 15, network namespaces, age.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { installPackages, mayInstall } from "./apt.mjs";

const wanted = {
  "nats-server": () => existsSync("/usr/sbin/nats-server") || runs("nats-server", "--version"),
  "postgresql-15": () => existsSync("/usr/lib/postgresql/15/bin/postgres"),
  iproute2: () => runs("ip", "-V"),
  age: () => runs("age", "--version"),
};

/** Installs what is missing where we may; else says what the tests that need it, and name it, will leave out. */
export async function ensureServers() {
  if (process.platform !== "linux") return;
  const missing = () => Object.keys(wanted).filter((name) => !wanted[name]());
  if (missing().length > 0 && mayInstall()) await installPackages(missing(), "the tests of nodes and backups");
  if (missing().length === 0) return;
  console.log(`The tests of nodes and backups need ${missing().join(" and ")}, which this machine does not have.`);
  console.log(`  Debian, Ubuntu:  sudo apt-get install ${missing().join(" ")}`);
  console.log("  Those that cannot run without say so in their names.");
}

function runs(command, argument) {
  return spawnSync(command, [argument], { stdio: "ignore" }).status === 0;
}
