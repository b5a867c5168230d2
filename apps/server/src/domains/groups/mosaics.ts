import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { GroupsDeps } from "./deps.ts";
import { readMosaics } from "./listing-store.ts";

/** A group in a list, and the access version its members were last seen under. */
export interface Listed {
  readonly id: ConversationId;
  readonly accessVersion: number;
}

/** For the avatar of each group up to four members, the owner first; whoever asks has judged that the viewer may see them. */
export type Mosaics = (groups: readonly Listed[]) => Promise<ReadonlyMap<ConversationId, readonly PrincipalId[]>>;

/**
 * Mosaics are kept, since finding them costs as much as all the rest of a list: whatever changes members or roles raises
 * the access version in the same transaction, so a mosaic read after a version was seen holds as long as that version
 * does. Versions must be committed ones.
 */
export function createMosaics({ reading }: Pick<GroupsDeps, "reading">): Mosaics {
  const known = new Map<ConversationId, { readonly accessVersion: number; readonly mosaic: PrincipalId[] }>();

  function keep({ id, accessVersion }: Listed, mosaic: PrincipalId[]): void {
    known.delete(id);
    if (known.size >= remembered) known.delete(known.keys().next().value as ConversationId);
    known.set(id, { accessVersion, mosaic });
  }

  return async (groups) => {
    const found = new Map<ConversationId, PrincipalId[]>();
    const asked: Listed[] = [];
    for (const group of groups) {
      const kept = known.get(group.id);
      if (kept && kept.accessVersion >= group.accessVersion) found.set(group.id, kept.mosaic);
      else asked.push(group);
    }
    if (asked.length === 0) return found;
    const ids = asked.map(({ id }) => id);
    const read = await readMosaics(reading, ids);
    for (const group of asked) {
      const mosaic = read.get(group.id) ?? [];
      keep(group, mosaic);
      found.set(group.id, mosaic);
    }
    return found;
  };
}

const remembered = 20_000;
