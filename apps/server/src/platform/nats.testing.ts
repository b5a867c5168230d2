import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** A real NATS server on loopback, which tests kill and start again at the same address. */
export interface TestNats {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The path of Debian's or any other `nats-server`; null where there is none. */
export function findNats(): string | null {
  const places = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"];
  const found = places.find((path) => existsSync(path));
  if (found) return found;
  return spawnSync("nats-server", ["--version"], { stdio: "ignore" }).status === 0 ? "nats-server" : null;
}

/** What a test's name says when it cannot run for want of NATS; empty where it can. */
export const withoutNats = findNats() ? "" : " (skipped: this machine has no nats-server; apt-get install nats-server)";

/** Starts a server; `wrap` runs it elsewhere (in a network namespace, say), where `host` is an address of it. */
export async function startNats(
  host = "127.0.0.1",
  wrap: (command: string[]) => string[] = (command) => command,
): Promise<TestNats> {
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const [command = "", ...args] = wrap([findNats() ?? "nats-server", "--addr", host, "--port", String(port)]);
    child = spawn(command, args, { stdio: "ignore" });
    for (let tries = 0; !(await answers(host, port)); tries++) {
      if (tries > 400) throw new Error(`nats-server does not answer on ${host}:${port}`);
      await delay(50);
    }
  }

  async function kill(): Promise<void> {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null) return;
    ending.kill("SIGKILL");
    await once(ending, "exit");
  }

  await start();
  return { url: `nats://${host}:${port}`, kill, start };
}

/** Below the range that the kernel takes ports of connections from: it must be free again after a kill. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + (Math.floor(process.hrtime()[1] / 1_000) % 10_000);
    const probe = createServer().listen(port, "127.0.0.1");
    const free = await once(probe, "listening").then(
      () => true,
      () => false,
    );
    probe.close();
    if (free) return port;
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}
