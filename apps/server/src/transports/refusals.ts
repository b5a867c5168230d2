import { type ErrorCode, errors, type PrincipalId } from "@qunxin/protocol";
import { networkOf } from "../platform/attempt-limit.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";

/** A request that was refused; ids and names of calls or routes, never what was sent. */
export interface Refusal {
  code: ErrorCode;
  /** The call or the route. */
  what: string;
  /** Null: nobody is signed in, and the address stands for them. */
  personId: PrincipalId | null;
  address: string;
  requestId: string;
}

export interface Refusals {
  /** Notes it, if it is a refusal of rights or a limit that was met; all else is no business of this log. */
  note(refusal: Refusal): void;
  /** Writes what is still counted. */
  close(): void;
}

const lineEveryMs = 60_000;
const lookEveryMs = 10_000;
/** Different ones within a minute that have a line each; the others are only counted together. */
const maxKeys = 2_000;

type Counted = Refusal & { since: number; count: number };

/**
 * The log of refused rights and limits that were met: the first of its kind at once, then one line a minute with how many
 * came, by person (or network) and code, so that whoever runs wild cannot fill the disk. Source: OWASP ASVS 5.0, 16.3.2,
 * 16.3.3.
 */
export function createRefusals({ log, clock }: { log: Pick<Log, "warn" | "info">; clock: Clock }): Refusals {
  const counted = new Map<string, Counted>();
  let crowd = 0;
  let looked = clock.now().getTime();

  function write({ since: _, ...line }: Counted): void {
    // That somebody is not signed in any more is everyday.
    log[line.code === "identity/signed_out" ? "info" : "warn"](line, "refused");
  }

  function turn(due: (one: Counted) => boolean): void {
    const since = clock.now().getTime();
    looked = since;
    for (const [key, one] of counted) {
      if (!due(one)) continue;
      if (one.count === 0) counted.delete(key);
      else {
        write(one);
        counted.set(key, { ...one, since, count: 0 });
      }
    }
    if (crowd > 0 && counted.size < maxKeys) {
      log.warn({ count: crowd }, "refused to very many");
      crowd = 0;
    }
  }

  const isOver = ({ since }: Counted) => Math.abs(clock.now().getTime() - since) >= lineEveryMs;
  const timer = setInterval(() => turn(isOver), lookEveryMs);
  timer.unref();
  return {
    note(refusal) {
      if (!concerns(refusal)) return;
      const key = `${refusal.code} ${refusal.personId ?? networkOf(refusal.address)}`;
      const known = counted.get(key);
      if (known) counted.set(key, { ...known, ...refusal, count: known.count + 1 });
      else if (counted.size >= maxKeys) crowd++;
      else {
        write({ ...refusal, since: 0, count: 1 });
        counted.set(key, { ...refusal, since: clock.now().getTime(), count: 0 });
      }
      if (Math.abs(clock.now().getTime() - looked) >= lookEveryMs) turn(isOver);
    },
    close() {
      clearInterval(timer);
      turn(() => true);
    },
  };
}

function concerns({ code, what }: Refusal): boolean {
  // Each attempt to sign in that is refused has a line of its own already.
  if (what === "identity.signIn" && code !== "request/rate_limited" && code !== "request/origin") return false;
  return [401, 403, 429].includes(errors[code].status);
}
