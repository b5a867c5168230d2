/** What was looked at, how it is, and what to do about it. */
export interface Finding {
  /** Stable word for scripts. */
  readonly check: string;
  readonly level: "ok" | "warn" | "fail";
  readonly says: string;
  readonly advice?: string;
}

export function fine(check: string, says: string): Finding {
  return { check, level: "ok", says };
}

/** Works, and will not always. */
export function doubtful(check: string, says: string, advice: string): Finding {
  return { check, level: "warn", says, advice };
}

export function wrong(check: string, says: string, advice: string): Finding {
  return { check, level: "fail", says, advice };
}
