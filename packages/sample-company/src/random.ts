/** Chance that repeats: the same seed gives the same sequence on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number from 0, below `bound`. */
  below(bound: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** `count` different items, or all if there are fewer, in a chance order. */
  some<Item>(items: readonly Item[], count: number): Item[];
}

/** Mulberry32: 32 bits of state, even enough for names and dice. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    below,
    pick(items) {
      if (items.length === 0) throw new RangeError("nothing to pick from");
      return items[below(items.length)] as (typeof items)[number];
    },
    some(items, count) {
      const rest = [...items];
      const taken = Math.min(count, rest.length);
      for (let at = 0; at < taken; at++) {
        const from = at + below(rest.length - at);
        [rest[at], rest[from]] = [rest[from] as (typeof rest)[number], rest[at] as (typeof rest)[number]];
      }
      return rest.slice(0, taken);
    },
  };
}
