import { spawnSync } from "node:child_process";

/** A machine: a network namespace of its own where that may be made, else nothing but loopback. */
export interface Host {
  /** Where others reach it, and it them. */
  readonly address: string;
  /** A command that runs there. */
  wrap(command: readonly string[]): string[];
  /** Cuts the wire between two hosts, or mends it: packets vanish, nothing is closed. */
  cut(other: Host, on: boolean): void;
  remove(): void;
}

/** Why there are no network namespaces here; empty where there are. */
export const noNamespaces = findOut();

/** Hosts with a wire from each to each other and to the test, which is the first of them. */
export function layHosts(names: readonly string[]): Record<string, Host> {
  const wires = new Map<string, string>();
  const made: Record<string, Host> = {};
  const space = (name: string) => `qx${process.pid}${name}`;
  const addressOf = (name: string) => `10.77.${names.indexOf(name) + 1}.1`;
  for (const name of names) ip("netns", "add", space(name));
  for (const name of names) {
    inside(name, "link", "set", "lo", "up");
    inside(name, "addr", "add", `${addressOf(name)}/32`, "dev", "lo");
  }
  for (const [index, name] of names.entries()) {
    lay(null, name, 100 + index);
    for (const [later, other] of names.entries()) if (later > index) lay(name, other, index * 10 + later);
    made[name] = hostOf(name);
  }

  function inside(name: string | null, ...args: string[]): void {
    if (name === null) ip(...args);
    else ip("-n", space(name), ...args);
  }

  /** A wire with an end in either; null is where the test runs. Each knows the other's address by it alone. */
  function lay(one: string | null, other: string, number: number): void {
    const ends = [`qx${process.pid % 10_000}a${number}`, `qx${process.pid % 10_000}b${number}`] as const;
    ip("link", "add", ends[0], "type", "veth", "peer", "name", ends[1]);
    for (const [end, name, far, last] of [
      [ends[0], one, other, 1],
      [ends[1], other, one, 2],
    ] as const) {
      if (name !== null) ip("link", "set", end, "netns", space(name));
      inside(name, "addr", "add", `10.78.${number}.${last}/30`, "dev", end);
      inside(name, "link", "set", end, "up");
      const via = ["via", `10.78.${number}.${last === 1 ? 2 : 1}`, "dev", end];
      const source = name === null ? [] : ["src", addressOf(name)];
      if (far !== null) inside(name, "route", "add", `${addressOf(far)}/32`, ...via, ...source);
    }
    if (one) wires.set(`${one} ${other}`, ends[1]);
  }

  function hostOf(name: string): Host {
    return {
      address: addressOf(name),
      wrap: (command) => ["ip", "netns", "exec", space(name), ...command],
      cut(other, on) {
        const far = names.find((one) => made[one] === other) ?? "";
        // The far end goes down: this one sees a network that swallows everything.
        const [first, second] = [name, far].sort((a, b) => names.indexOf(a) - names.indexOf(b));
        const end = wires.get(`${first} ${second}`);
        if (!end || !second) throw new Error(`there is no wire between ${name} and ${far}`);
        inside(second, "link", "set", end, on ? "down" : "up");
        // A route goes with its wire.
        if (!on) restore(first ?? "", second, end);
      },
      remove: () => void spawnSync("ip", ["netns", "del", space(name)], { stdio: "ignore" }),
    };
  }

  function restore(first: string, second: string, end: string): void {
    const number = Number(/b(\d+)$/.exec(end)?.[1]);
    inside(
      second,
      "route",
      "replace",
      `${addressOf(first)}/32`,
      "via",
      `10.78.${number}.1`,
      "dev",
      end,
      "src",
      addressOf(second),
    );
  }
  return made;
}

function ip(...args: string[]): void {
  const { status, stderr } = spawnSync("ip", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${stderr}`);
}

function findOut(): string {
  if (process.platform !== "linux") return "this is not Linux";
  if (process.getuid?.() !== 0) return "this user is not root";
  const name = `qxtry${process.pid}`;
  const wire = [
    "link",
    "add",
    `${name}a`.slice(-14),
    "netns",
    name,
    "type",
    "veth",
    "peer",
    "name",
    `${name}b`.slice(-14),
  ];
  for (const args of [["netns", "add", name], wire]) {
    const { status, stderr, error } = spawnSync("ip", args, { encoding: "utf8" });
    if (status === 0) continue;
    spawnSync("ip", ["netns", "del", name], { stdio: "ignore" });
    return `ip ${args[0]} ${args[1]}: ${(error?.message ?? stderr).trim() || "no right"}`;
  }
  spawnSync("ip", ["netns", "del", name], { stdio: "ignore" });
  return "";
}
