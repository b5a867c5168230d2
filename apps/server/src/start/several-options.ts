import { StartProblem } from "../platform/postgres/index.ts";

/** How an installation runs in several processes. */
export interface SeveralOptions {
  /** Processes on this machine that share the port; 1 serves by itself. */
  workers: number;
  /** NATS servers that carry news between processes; absent: the database does. */
  natsUrl?: string;
}

export const severalFlags = { workers: { type: "string" }, "nats-url": { type: "string" } } as const;

interface Given {
  workers?: string | undefined;
  "nats-url"?: string | undefined;
}

/** Connections to the database and memory grow with each. */
const maxWorkers = 64;

/** @throws start/option_invalid */
export function parseSeveral(given: Given, env: Record<string, string | undefined>): SeveralOptions {
  const workers = given.workers ?? (env.QUNXIN_WORKERS || "1");
  if (!/^\d{1,2}$/.test(workers) || Number(workers) < 1 || Number(workers) > maxWorkers)
    throw invalid(`--workers must be a number from 1 to ${maxWorkers}, not "${workers}"`);
  const natsUrl = given["nats-url"] ?? env.QUNXIN_NATS_URL;
  if (
    natsUrl &&
    !natsUrl.split(",").every((one) => /^(nats|tls):\/\/[^/]+$/.test(one.trim()) && URL.canParse(one.trim()))
  )
    throw invalid("--nats-url must be nats://host:4222 or tls://host:4222, several with commas between");
  return { workers: Number(workers), ...(natsUrl ? { natsUrl } : {}) };
}

function invalid(sentence: string): StartProblem {
  return new StartProblem("start/option_invalid", `${sentence}. See npm start -- --help.`);
}
