import { spawnSync } from "node:child_process";
import { chownSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartProblem } from "./start-problem.ts";

/**
 * How to run a program of PostgreSQL, which refuses to be root: a command line, and, if we are root, who must own its
 * files (it may have been another one at the last start).
 */
export type Runner = {
  wrap(program: string, args: string[], dieWithParent: boolean): [command: string, args: string[]];
  owner?: Identity | undefined;
};

type Identity = { uid: number; gid: number };

const root: Identity = { uid: 0, gid: 0 };

/**
 * Finds a way to run PostgreSQL that works for this user on this machine. An ordinary user simply runs it. Root uses
 * a user namespace (nothing is chowned); where those are blocked, as in Docker, it drops to an ordinary uid. `paths`
 * are the folders the programs must reach: under a closed parent (/root is 0700) the dropped uid keeps the one
 * capability that looks past file modes.
 * @throws start/postgres_needs_user when root has no way left.
 */
export function findRunner(paths: string[]): Runner {
  const setpriv = process.platform === "linux" && works("setpriv", ["true"]);
  if (process.getuid?.() !== 0) return { wrap: direct(setpriv) };
  const identity = ordinaryIdentity();
  if (identity === undefined || process.platform !== "linux") throw needsUser();

  const map = ["--user", `--map-user=${identity.uid}`, `--map-group=${identity.gid}`, "--"];
  if (works("unshare", [...map, "true"])) {
    // setpriv comes inside: entering the namespace changes credentials, which would clear the death signal.
    const inside = direct(setpriv);
    return { wrap: (program, args, die) => ["unshare", [...map, ...inside(program, args, die).flat()]], owner: root };
  }
  if (!setpriv) throw needsUser();
  const drop = [`--reuid=${identity.uid}`, `--regid=${identity.gid}`, "--clear-groups"];
  const seePast = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"];
  const wayIn = paths.every(openToAll) ? drop : [...drop, ...seePast];
  if (!works("setpriv", [...wayIn, "true"])) throw needsUser();
  return {
    wrap: (program, args, die) => ["setpriv", [...wayIn, ...deathSignal(die), "--", program, ...args]],
    owner: identity,
  };
}

/** Gives a folder and all in it to `owner`. */
export function chownTree(path: string, { uid, gid }: Identity): void {
  chownSync(path, uid, gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) chownTree(join(path, name), { uid, gid });
}

function direct(setpriv: boolean): Runner["wrap"] {
  return (program, args, die) =>
    setpriv && die ? ["setpriv", [...deathSignal(true), "--", program, ...args]] : [program, args];
}

function deathSignal(wanted: boolean): string[] {
  // Without it a node killed by -9 leaves the server running. QUIT ends it at once; WAL recovery loses nothing.
  return wanted ? ["--pdeathsig", "QUIT"] : [];
}

function works(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** initdb looks its user up by number, so the uid must be one that the machine knows. */
function ordinaryIdentity(): Identity | undefined {
  const known = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  return known.find(({ name }) => name === "postgres") ?? known.find(({ name }) => name === "nobody") ?? known[0];
}

function openToAll(path: string): boolean {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  const parent = dirname(path);
  return (mode === undefined || (mode & 0o001) !== 0) && (parent === path || openToAll(parent));
}

function needsUser(): StartProblem {
  return new StartProblem(
    "start/postgres_needs_user",
    "PostgreSQL refuses to run as root and no other user can be used here. " +
      "Start Qunxin as an ordinary user, or give a PostgreSQL of your own with --database-url.",
  );
}
