import type { Server } from "../main.ts";
import type { StartOptions } from "./options.ts";

/** What the operator is told besides the address: how to set up, or, after loading the demo company, who may sign in. */
export async function linesFor(server: Server, { demo }: Pick<StartOptions, "demo">): Promise<string[]> {
  if (demo) return openDemo(server);
  return server.setupUrl ? setupLines(server.setupUrl) : [];
}

/** Tells that everything serves. */
export function announce(
  { url, adminUrl }: Pick<Server, "url" | "adminUrl">,
  { dataDir }: Pick<StartOptions, "dataDir">,
  more: readonly string[],
): void {
  const lines = [`群信 Qunxin is ready at ${url}`, `Everything is kept in ${dataDir}. Ctrl-C stops.`];
  if (adminUrl) lines.splice(1, 0, `It is administered at ${adminUrl} only.`);
  if (more.length > 0) lines.push("", ...more);
  process.stdout.write(`\n${lines.map((line) => `  ${line}`).join("\n")}\n\n`);
}

/** Loads the demo company and tells whom one can sign in as; a company of one's own is left alone. */
async function openDemo({ parts }: Server): Promise<string[]> {
  process.stdout.write("Loading the demo company …\n");
  const people = await parts.onboarding.openDemo();
  if (people.length === 0) return ["This installation has a company of its own; the demo company was not loaded."];
  const rows = people.map(({ name, account, password, role }) => `  ${account}  ${password}  ${name}, ${role}`);
  return ["Sign in to the demo company with one of these accounts and passwords:", ...rows];
}

function setupLines(setupUrl: string): string[] {
  return ["Open this link once to create your company and its first administrator:", setupUrl];
}
