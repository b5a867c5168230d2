import type { Topic } from "./bus.ts";

/** One piece of news as it travels: whole, or shrunk by its topic where a wire cannot carry it. */
export interface News {
  readonly whole: string;
  readonly shrunk: (() => string) | null;
}

/**
 * What a process tells the others at a time; `lost`: news of it may not have come through, to all (true) or to these;
 * `bye`: it ends in order.
 */
export interface Pack {
  readonly from: string;
  readonly news: readonly (readonly [name: string, payload: unknown])[];
  readonly lost?: true | readonly string[];
  readonly bye?: boolean;
}

/** For who sends it and the brackets. */
const headBytes = 120;

export function encodeNews<Payload>({ name, shrink }: Topic<Payload>, payload: Payload): News {
  const whole = JSON.stringify([name, payload]);
  return { whole, shrunk: shrink ? () => JSON.stringify([name, shrink(payload)]) : null };
}

/** Takes as many pieces of news off the front as one pack can carry, at least one if there is any. */
export function takePack(outgoing: News[], maxBytes: number): string[] {
  const taken: string[] = [];
  let bytes = headBytes;
  for (const { whole, shrunk } of outgoing) {
    const fits = headBytes + Buffer.byteLength(whole) < maxBytes;
    const piece = fits || !shrunk ? whole : shrunk();
    bytes += Buffer.byteLength(piece) + 1;
    if (taken.length > 0 && bytes > maxBytes) break;
    taken.push(piece);
  }
  outgoing.splice(0, taken.length);
  return taken;
}

export function readPack(text: string): Pack {
  return JSON.parse(text) as Pack;
}
