import { hash, verify } from "@node-rs/argon2";
import { fail } from "@qunxin/protocol";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane (~25 ms a hash on the machines we measured). */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash takes a core: more at a time would starve the talk of everybody else. */
const atATime = 2;
const maxWaiting = 400;

let running = 0;
const waiting: (() => void)[] = [];

/** The argon2id hash of a password. @throws server/busy when too many wait */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normal(password), options));
}

/** Whether the password fits the hash. Without a hash it takes as long and fits never. @throws server/busy */
export async function fitsPassword(password: string, stored: string | null): Promise<boolean> {
  decoy ??= hashPassword("nobody's password");
  const against = stored ?? (await decoy);
  const fits = await inTurn(() => verify(against, normal(password)));
  return fits && stored !== null;
}

let decoy: Promise<string> | undefined;

/** One password, one form, whatever keyboard typed it. */
function normal(password: string): string {
  return password.normalize("NFKC");
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= atATime) {
    if (waiting.length >= maxWaiting) fail("server/busy", { retryAfterMs: 2_000 });
    await new Promise<void>((resume) => waiting.push(resume));
  } else running++;
  try {
    return await work();
  } finally {
    // The slot goes to the next in line, or is given back.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
