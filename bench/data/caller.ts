import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import type { CallInput, CallName, CallOutput } from "@qunxin/protocol";
import { cpuSeconds } from "../harness/cpu.ts";
import { percentile } from "../harness/statistics.ts";

/** One person's bare calls over HTTP, one after the other on a connection that stays open. */
export interface Caller {
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /** Milliseconds until the whole answer is here, not yet parsed. @throws when it is an error */
  time<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<number>;
  close(): void;
}

export function openCaller(url: string, token: string): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  async function ask(name: string, input: unknown): Promise<{ body: string; ms: number }> {
    const sent = JSON.stringify(input);
    const startedAt = performance.now();
    const { status, body } = await post(agent, `${url}/api/${name}`, { token, sent });
    const ms = performance.now() - startedAt;
    if (status !== 200) throw new Error(`${name} answered ${status}: ${body}`);
    return { body, ms };
  }
  return {
    call: async (name, input) => JSON.parse((await ask(name, input)).body),
    time: async (name, input) => (await ask(name, input)).ms,
    close: () => agent.destroy(),
  };
}

function post(agent: Agent, url: string, { token, sent }: { token: string; sent: string }) {
  return new Promise<{ status: number; body: string }>((done, failed) => {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(sent),
    };
    const asked = request(url, { agent, method: "POST", headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString() }));
      answer.on("error", failed);
    });
    asked.on("error", failed);
    asked.end(sent);
  });
}

/** What one kind of question cost. */
export interface Times {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of the server with its PostgreSQL, a question: what else the machine does is not in it. */
  readonly cpuMs: number;
}

/** V8 compiles what runs often: so many calls of each kind, of other indexes, are not counted. */
const warmUp = 20;

/** Asks `count` times, one after the other, the server of that process. */
export async function timesOf(pid: number, count: number, ask: (index: number) => Promise<number>): Promise<Times> {
  for (let index = count; index < count + warmUp; index++) await ask(index);
  const all: number[] = [];
  const before = cpuSeconds(pid);
  for (let index = 0; index < count; index++) all.push(await ask(index));
  const cpuMs = ((cpuSeconds(pid) - before) * 1_000) / count;
  return { p50Ms: percentile(all, 0.5), p99Ms: percentile(all, 0.99), cpuMs };
}

export function cpuNote(cpuMs: number): string {
  return `${cpuMs.toFixed(1)} ms CPU`;
}
