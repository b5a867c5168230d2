import type { PrincipalId } from "@qunxin/protocol";
import type { Reading } from "../../platform/database.ts";
import { findPeople, type PeopleSearch } from "./search-store.ts";
import { readVersion } from "./version-store.ts";

/** The people a search finds, best first. */
export type FindPeople = (search: PeopleSearch) => Promise<readonly PrincipalId[]>;

const remembered = 2_000;
/** A search is typed letter by letter: its beginnings are what many people bear, and what everybody types. */
const rememberedCharacters = 6;

/**
 * Searches, short ones remembered until the directory changes: whoever bears one letter must be sorted, which takes 30 ms
 * among 100,000 people, and there are few such texts.
 */
export function createFindPeople(reading: Reading): FindPeople {
  let foundAt = -1;
  let known = new Map<string, readonly PrincipalId[]>();
  return async (search) => {
    if (search.text.length > rememberedCharacters) return findPeople(reading, search);
    const version = await readVersion(reading);
    if (version !== foundAt || known.size >= remembered) {
      foundAt = version;
      known = new Map();
    }
    // What is found below belongs to this version or a later one, even if another call moves on meanwhile.
    const ofVersion = known;
    const key = JSON.stringify(search, ["text", "kinds", "includeInactive", "invisible", "limit"]);
    const found = ofVersion.get(key) ?? (await findPeople(reading, search));
    ofVersion.set(key, found);
    return found;
  };
}
