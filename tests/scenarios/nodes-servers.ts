import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readRows, until } from "@qunxin/testkit";

const debianPostgres = "/usr/lib/postgresql/15/bin";
/** What a test's name says when it cannot run for want of Debian's PostgreSQL; empty where it can. */
export const withoutPostgres15 = existsSync(join(debianPostgres, "postgres"))
  ? ""
  : " (skipped: this machine has no PostgreSQL 15; apt-get install postgresql-15)";

/** Where something runs. */
export interface Place {
  readonly address: string;
  wrap(command: readonly string[]): string[];
}

export const loopback: Place = { address: "127.0.0.1", wrap: (command) => [...command] };

/** Debian's PostgreSQL 15 on a port of that place, with an empty database. */
export async function startPostgres15(place: Place = loopback): Promise<{ url: string; remove(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "qunxin-pg15-"));
  const owner = process.getuid?.() === 0 ? postgresUser() : null;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const asUser = owner ? ["setpriv", `--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"] : [];
  const port = await freePort();
  const data = join(folder, "data");
  const initdb = [
    `${debianPostgres}/initdb`,
    "-D",
    data,
    "-U",
    "qunxin",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
  ];
  const [command = "", ...args] = [...asUser, ...initdb];
  if ((await once(spawn(command, args, { stdio: "ignore" }), "exit"))[0] !== 0) throw new Error("initdb failed");
  const listen = [
    "-h",
    place.address,
    "-p",
    String(port),
    "-k",
    folder,
    "-c",
    "fsync=off",
    "-c",
    "max_connections=200",
  ];
  const server = [`${debianPostgres}/postgres`, "-D", data, ...listen];
  const trusted = join(data, "pg_hba.conf");
  await run(["sh", "-c", `echo "host all all 0.0.0.0/0 trust" >> ${trusted}`]);
  const [binary = "", ...rest] = place.wrap([...asUser, ...server]);
  const child = spawn(binary, rest, { stdio: "ignore" });
  const at = `postgresql://qunxin@${place.address}:${port}`;
  const answers = () => readRows(`${at}/postgres`, "select 1").then(() => null, String);
  await until("PostgreSQL 15 to answer", answers, { timeoutMs: 60_000, everyMs: 100 });
  await readRows(`${at}/postgres`, "create database qunxin");
  return {
    url: `${at}/qunxin`,
    async remove() {
      child.kill("SIGQUIT");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A node as an operator runs it. */
export interface Node {
  readonly url: string;
  readonly said: () => string;
  pid(): number;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

const program = fileURLToPath(new URL("../../apps/server/src/start/start.ts", import.meta.url));

/** Starts a node with these options, always at the same address; it is up when it says so. */
export async function startNode(options: readonly string[], place: Place = loopback): Promise<Node> {
  const dataDir = mkdtempSync(join(tmpdir(), "qunxin-node-"));
  const port = await freePort();
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, QUNXIN_SECRET: Buffer.alloc(32, 7).toString("base64") };
  let child: ChildProcess | null = null;
  let said = "";

  async function start(): Promise<void> {
    const address = ["--host", place.address, "--port", String(port), "--data", dataDir];
    const [command = "", ...args] = place.wrap([process.execPath, program, ...address, ...options]);
    const born = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    child = born;
    let heard = "";
    for (const stream of [born.stdout, born.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        heard += text;
        said += text;
      });
    }
    const up = () => {
      if (born.exitCode !== null) throw new Error(`the node did not start: ${heard}`);
      return heard.includes("ready at") ? null : heard || "every word";
    };
    await until("the node to be ready", up, { timeoutMs: 120_000, everyMs: 50 });
  }

  async function kill(signal: NodeJS.Signals): Promise<number | null> {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null) return ending?.exitCode ?? null;
    ending.kill(signal);
    const [code] = await once(ending, "exit");
    return code;
  }

  mkdirSync(dataDir, { recursive: true });
  await start();
  return {
    url: `http://${place.address}:${port}`,
    said: () => said,
    pid: () => child?.pid ?? 0,
    kill,
    start,
    async remove() {
      await kill("SIGTERM");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What stands before several nodes: passes each connection to the next one that is healthy, as any balancer does. */
export async function startBalancer(nodes: readonly Pick<Node, "url">[]): Promise<{ url: string; close(): void }> {
  const healthy = new Set(nodes.map(({ url }) => url));
  const sockets = new Set<Socket>();
  let turn = 0;
  const look = setInterval(() => {
    for (const { url } of nodes) {
      fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_500) }).then(
        ({ ok }) => void (ok ? healthy.add(url) : healthy.delete(url)),
        () => void healthy.delete(url),
      );
    }
  }, 500);

  function pass(from: Socket, tries: number): void {
    const choice = [...healthy];
    const target = choice[turn++ % Math.max(1, choice.length)];
    if (!target || tries === 0) return void from.destroy();
    const { hostname, port } = new URL(target);
    const to = connect({ host: hostname, port: Number(port) });
    sockets.add(to);
    to.once("connect", () => {
      from.pipe(to).pipe(from);
      from.once("close", () => to.destroy());
      to.once("close", () => from.destroy());
    });
    to.once("error", () => {
      if (to.bytesRead > 0 || to.bytesWritten > 0) return void from.destroy();
      healthy.delete(target);
      pass(from, tries - 1);
    });
  }

  const server: Server = createServer((from) => {
    sockets.add(from);
    from.on("error", () => from.destroy());
    pass(from, nodes.length + 1);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    close() {
      clearInterval(look);
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Below the range that connections take theirs from, so that it is free again after a kill. */
async function freePort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 5_000); ; port += 1 + Math.floor(performance.now() % 97)) {
    const probe = createServer().listen(port, "127.0.0.1");
    const free = await once(probe, "listening").then(
      () => true,
      () => false,
    );
    if (free) await new Promise((done) => probe.close(done));
    if (free) return port;
  }
}

function postgresUser(): { uid: number; gid: number } {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((one) => /^(postgres|nobody):/.test(one));
  const [, , uid, gid] = (line ?? "").split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

async function run([command = "", ...args]: string[]): Promise<void> {
  const [code] = await once(spawn(command, args, { stdio: "ignore" }), "exit");
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}
