import type { ConversationId, GroupType, PrincipalId } from "@qunxin/protocol";
import type { GroupsDeps } from "./deps.ts";
import { listedGroups, readMosaics } from "./listing-store.ts";

/** A group as lists show it. */
export interface GroupSummary {
  readonly id: ConversationId;
  readonly type: GroupType;
  readonly state: "active" | "dissolved";
  readonly name: string;
  readonly memberCount: number;
  /** Up to four members, the owner first. */
  readonly mosaic: readonly PrincipalId[];
}

/** A group to be summed up, and the access version its members were last seen under. */
export interface Listed {
  readonly id: ConversationId;
  readonly accessVersion: number;
}

/** Names, types, counts and mosaics of groups, for lists; whoever asks has judged that the viewer may see them. */
export type Summaries = (groups: readonly Listed[]) => Promise<Map<ConversationId, GroupSummary>>;

/**
 * Sums groups up: one statement, and one more for mosaics that are not known. Those are kept, since finding them costs as
 * much as all the rest of a list: whatever changes members or roles raises the access version in the same transaction, so
 * a mosaic read after a version was seen holds as long as that version does. Versions must be committed ones.
 */
export function createSummaries({ reading }: Pick<GroupsDeps, "reading">): Summaries {
  const known = new Map<ConversationId, { readonly accessVersion: number; readonly mosaic: PrincipalId[] }>();

  function keep({ id, accessVersion }: Listed, mosaic: PrincipalId[]): void {
    known.delete(id);
    if (known.size >= remembered) known.delete(known.keys().next().value as ConversationId);
    known.set(id, { accessVersion, mosaic });
  }

  /** Mosaics at least as new as the versions. */
  async function mosaicsOf(groups: readonly Listed[]): Promise<Map<ConversationId, PrincipalId[]>> {
    const found = new Map<ConversationId, PrincipalId[]>();
    const asked: Listed[] = [];
    for (const group of groups) {
      const kept = known.get(group.id);
      if (kept && kept.accessVersion >= group.accessVersion) found.set(group.id, kept.mosaic);
      else asked.push(group);
    }
    if (asked.length === 0) return found;
    const read = await readMosaics(
      reading,
      asked.map(({ id }) => id),
    );
    for (const group of asked) {
      const mosaic = read.get(group.id) ?? [];
      keep(group, mosaic);
      found.set(group.id, mosaic);
    }
    return found;
  }

  return async (groups) => {
    if (groups.length === 0) return new Map();
    const [listed, mosaics] = await Promise.all([
      listedGroups(
        reading,
        groups.map(({ id }) => id),
      ),
      mosaicsOf(groups),
    ]);
    return new Map(listed.map((group) => [group.id, { ...group, mosaic: mosaics.get(group.id) ?? [] }]));
  };
}

const remembered = 20_000;
