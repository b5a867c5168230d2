import { growth } from "./data/growth.ts";
import { import100k } from "./data/import-100k.ts";
import { readsAtSize } from "./data/reads-at-size.ts";
import { searchAtSize } from "./data/search-at-size.ts";
import type { Scenario } from "./harness/scenario.ts";
import { group2000At25, group2000Saturated } from "./live/group-2000.ts";
import { groups10x200, groups200x10, sends1000 } from "./live/groups.ts";
import { idleSockets } from "./live/idle.ts";
import { reads } from "./live/reads.ts";
import { stalledSockets } from "./live/stalled.ts";
import { web } from "./web/web.ts";

/** Everything there is to measure, in the order of a run. */
export const scenarios: readonly Scenario[] = [
  group2000Saturated,
  group2000At25,
  groups10x200,
  groups200x10,
  sends1000,
  stalledSockets,
  idleSockets,
  reads,
  web,
  readsAtSize,
  searchAtSize,
  growth,
  import100k,
];
