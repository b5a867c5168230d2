import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { S3Options } from "./index.ts";

const program = fileURLToPath(import.meta.resolve("@20minutes/s3rver/lib/cli.js"));

/** An S3-compatible storage in a process of its own, which checks every signature. */
export interface TestStorage {
  readonly options: S3Options;
  /** Kills the process; what it holds stays. */
  stop(): Promise<void>;
  /** Starts it again under the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startTestStorage(): Promise<TestStorage> {
  const folder = mkdtempSync(join(tmpdir(), "qunxin-s3-"));
  let { child, port } = await run(folder, 0);
  const keys = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
  async function stop(): Promise<void> {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
  return {
    options: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: "qunxin",
      region: "us-east-1",
      ...keys,
      directReads: false,
    },
    stop,
    async start() {
      ({ child, port } = await run(folder, port));
    },
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function run(folder: string, port: number): Promise<{ child: ChildProcess; port: number }> {
  const options = ["-d", folder, "-a", "127.0.0.1", "-p", String(port), "--configure-bucket", "qunxin"];
  const script = `require(${JSON.stringify(program)}).parseAsync()`;
  const child = spawn(process.execPath, ["-e", script, "s3rver", ...options], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  for await (const text of child.stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    said += text;
    const found = /listening on \S+:(\d+)/.exec(said)?.[1];
    if (found) {
      child.stdout.resume();
      return { child, port: Number(found) };
    }
  }
  throw new Error(`the storage did not start: ${said}`);
}
