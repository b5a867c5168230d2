import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { dataDirOf } from "../start/options.ts";
import { OperationProblem } from "./problem.ts";

/** What the operator asked for; paths are absolute. */
export type Operation =
  | { do: "backup"; dataDir: string; databaseUrl?: string; to: string; recipients: string[]; passphraseFile?: string }
  | { do: "new-key"; to: string }
  | {
      do: "restore";
      dataDir: string;
      databaseUrl?: string;
      from: string;
      identityFile?: string;
      passphraseFile?: string;
    }
  | { do: "doctor"; dataDir: string; databaseUrl?: string; url?: string; json: boolean };

const known = {
  data: { type: "string" },
  "database-url": { type: "string" },
  to: { type: "string" },
  from: { type: "string" },
  recipient: { type: "string", multiple: true },
  "passphrase-file": { type: "string" },
  "identity-file": { type: "string" },
  url: { type: "string" },
  json: { type: "boolean" },
} as const;

const allowed: Record<string, readonly string[]> = {
  backup: ["data", "database-url", "to", "recipient", "passphrase-file"],
  "backup key": ["to"],
  doctor: ["data", "database-url", "url", "json"],
  restore: ["data", "database-url", "from", "identity-file", "passphrase-file"],
};

/** Reads one of `backup`, `backup key`, `restore`, `doctor` with its options. @throws operations/option_invalid */
export function parseOperation(args: string[], env: Record<string, string | undefined>): Operation {
  const { values, positionals } = parseCommandLine(args);
  const words = positionals.join(" ");
  const wrong = Object.keys(values).find((name) => !allowed[words]?.includes(name));
  if (!allowed[words] || wrong)
    throw invalid(`"${[words, wrong && `--${wrong}`].filter(Boolean).join(" ")}" is unknown`);
  const pathOf = (name: "to" | "from" | "passphrase-file" | "identity-file") => {
    const path = values[name];
    return path === undefined ? undefined : resolve(env.INIT_CWD || process.cwd(), path);
  };
  const must = (name: "to" | "from") => pathOf(name) ?? invalidThrow(`${words} needs --${name} FILE`);
  const databaseUrl = values["database-url"] ?? (env.DATABASE_URL || undefined);
  const place = { dataDir: dataDirOf(values.data, env), ...(databaseUrl ? { databaseUrl } : {}) };
  const passphraseFile = pathOf("passphrase-file");
  const passphrase = passphraseFile ? { passphraseFile } : {};
  if (words === "backup key") return { do: "new-key", to: must("to") };
  if (words === "backup") {
    return { do: "backup", ...place, to: must("to"), recipients: values.recipient ?? [], ...passphrase };
  }
  if (words === "doctor") {
    return { do: "doctor", ...place, ...(values.url ? { url: values.url } : {}), json: values.json ?? false };
  }
  const identityFile = pathOf("identity-file");
  return { do: "restore", ...place, from: must("from"), ...(identityFile ? { identityFile } : {}), ...passphrase };
}

function parseCommandLine(args: string[]) {
  try {
    return parseArgs({ args, options: known, allowPositionals: true });
  } catch (cause) {
    throw invalid((cause as Error).message.split(/[.\n]/)[0] ?? "");
  }
}

function invalid(sentence: string): OperationProblem {
  return new OperationProblem("operations/option_invalid", `${sentence}. See --help.`);
}

function invalidThrow(sentence: string): never {
  throw invalid(sentence);
}
