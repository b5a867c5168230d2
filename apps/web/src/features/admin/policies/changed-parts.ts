import type { Policy } from "@qunxin/protocol";
import { hashKey } from "@tanstack/react-query";

/**
 * The settings that differ from what was read, each as a whole: only these are saved, so that what another
 * administrator changed meanwhile elsewhere on the same screen stays.
 */
export function changedParts(next: Policy, read: Policy): Partial<Policy> {
  const names = Object.keys(next) as (keyof Policy)[];
  // The order in which a form names its fields means nothing.
  const changed = names.filter((name) => hashKey([next[name]]) !== hashKey([read[name]]));
  return Object.fromEntries(changed.map((name) => [name, next[name]]));
}
