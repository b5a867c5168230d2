import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { cpuSeconds } from "./cpu.ts";

test("what a child used that has ended still counts for its parent", async () => {
  const burn = "const until = Date.now() + 400; while (Date.now() < until);";
  const parent = spawn("sh", ["-c", `"${process.execPath}" -e '${burn}'; echo done; read end`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise((done) => parent.stdout.once("data", done));
  // Of 400 ms a busy machine gives it a part.
  expect(cpuSeconds(parent.pid as number)).toBeGreaterThan(0.1);
  parent.stdin.end("\n");
  await new Promise((done) => parent.once("exit", done));
});
