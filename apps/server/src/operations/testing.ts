import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { emptySelection } from "@qunxin/protocol";
import { newId } from "../platform/ids.ts";
import { call, type Door, hire } from "../transports/http/files.testing.ts";

/** A process of the product as an operator starts it. */
export interface Operated {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly printed: () => string;
  readonly complained: () => string;
  /** The first group of the pattern in what it prints; fails with everything printed when it exits without. */
  says(pattern: RegExp): Promise<string>;
}

const programs = { start: "../start/start.ts", operate: "./operate.ts" } as const;

/** Runs the server, or what goes beside it. */
export function run(program: keyof typeof programs, args: string[], more: Record<string, string> = {}): Operated {
  const script = fileURLToPath(new URL(programs[program], import.meta.url));
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, ...more };
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let [printed, complained] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (complained += text));
  const exited = once(child, "close").then(([code]) => code as number | null);
  return {
    child,
    exited,
    printed: () => printed,
    complained: () => complained,
    async says(pattern) {
      for (;;) {
        const found = pattern.exec(printed);
        if (found) return found[1] ?? found[0];
        if (child.exitCode !== null) throw new Error(`ended without ${pattern}:\n${printed}${complained}`);
        await Promise.race([once(child.stdout, "data"), exited]);
      }
    },
  };
}

export const password = "Galaxy-2026";

/** Sets a company up through the link a first start printed, and makes a group of two. */
export async function foundGroup(url: string, setupCode: string): Promise<{ wei: Door; groupId: string }> {
  const nobody = { url, headers: {} };
  const company = { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" };
  const administrator = { name: "韦伟", account: "wei", password };
  await call(nobody, "company.setUp", { code: setupCode, company, administrator });
  const wei = await signIn(url);
  const ana = await hire(wei, "ana");
  const group = { type: "normal", name: "备份", selection: { ...emptySelection, people: [ana] } };
  const made = await call(wei, "groups.create", { key: newId(), ...group, followDepartments: false });
  return { wei, groupId: made.body.groupId };
}

/** Signs wei in with the password the company was set up with. */
export async function signIn(url: string): Promise<Door> {
  const device = { name: "test", kind: "api" };
  const input = { login: "wei", password, device, hold: "bearer" };
  const { status, body } = await call({ url, headers: {} }, "identity.signIn", input);
  if (status !== 200) throw new Error(`wei cannot sign in: ${JSON.stringify(body)}`);
  return { url, headers: { authorization: `Bearer ${body.token}` } };
}
