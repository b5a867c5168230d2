import { type ChildProcess, fork } from "node:child_process";
import { stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Outcome, Task } from "./finding.ts";

const program = fileURLToPath(new URL("process.ts", import.meta.url));
const idleMs = 30_000;
const patienceMs = 120_000;
/** Slowest disk that large files are waited for. */
const bytesPerMs = 5_000;

export interface Examiner {
  /**
   * What a file is. A file that the examining process dies of, or cannot finish in time, counts as unreadable.
   * @throws when the process failed for reasons of its own, or the examiner was stopped
   */
  examine(task: Task): Promise<Outcome>;
  stop(): void;
}

/** Examines files, one at a time, in a process of its own, which ends when there is nothing to do for a while. */
export function createExaminer(): Examiner {
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  let stopped = false;
  function end(): void {
    child?.kill("SIGKILL");
    child = null;
  }
  return {
    async examine(task) {
      clearTimeout(idle);
      const { size } = await stat(task.path);
      child = child?.connected ? child : await startProcess();
      if (stopped) end();
      child?.send(task);
      const answer = child && (await answerOf(child, patienceMs + size / bytesPerMs));
      if (answer === null) end();
      if (stopped) throw new Error("The examiner is stopped.");
      idle = setTimeout(end, idleMs).unref();
      if (answer === null) return { refusal: "files/image_unreadable" };
      if ("failure" in answer) throw new Error(answer.failure);
      return answer;
    },
    stop() {
      stopped = true;
      clearTimeout(idle);
      end();
    },
  };
}

/**
 * It gets nothing of our environment: no keys, no secret.
 * @throws when it does not start, which says nothing about any file
 */
async function startProcess(): Promise<ChildProcess> {
  // One arena: memory of large pictures goes back to the system instead of lying about in pieces.
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, MALLOC_ARENA_MAX: "1" };
  const child = fork(program, {
    env,
    execArgv: ["--max-old-space-size=256"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  child.unref();
  child.channel?.unref();
  const said = await answerOf<{ ready: true }>(child, patienceMs);
  if (said === null || !("ready" in said)) {
    child.kill("SIGKILL");
    throw new Error("The examining process does not start; the library for pictures may not run on this machine.");
  }
  return child;
}

/** What it says next; null when it died of its task or said nothing in time. */
function answerOf<Said = Outcome>(child: ChildProcess, withinMs: number): Promise<Said | Fault | null> {
  return new Promise((resolve) => {
    const finish = (answer: Said | Fault | null) => {
      clearTimeout(timer);
      for (const event of ["message", "exit", "error"]) child.removeAllListeners(event);
      child.on("error", () => undefined);
      resolve(answer);
    };
    const timer = setTimeout(() => finish(null), withinMs);
    child.once("message", (answer) => finish(answer as Said | Fault));
    // Ctrl-C and service managers end it together with the server: that is not the file's fault.
    child.once("exit", (_code, signal) =>
      finish(isFromOutside(signal) ? { failure: `It was ended by ${signal}.` } : null),
    );
    child.once("error", () => finish(null));
  });
}

/** It failed for reasons that are not the file's. */
type Fault = { failure: string };

function isFromOutside(signal: NodeJS.Signals | null): boolean {
  return signal === "SIGINT" || signal === "SIGTERM" || signal === "SIGHUP";
}
