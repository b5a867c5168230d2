import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import type { ConversationLog } from "../../domains/log/index.ts";
import type { Reading } from "../../platform/database.ts";
import type { Channel } from "./channel.ts";
import type { Connection } from "./connection.ts";

/** What a hub believes. */
export interface Beliefs {
  readonly log: Pick<ConversationLog, "conversationsOf">;
  readonly reading: Reading;
  readonly people: ReadonlyMap<PrincipalId, ReadonlySet<Connection>>;
  readonly channels: ReadonlyMap<ConversationId, Pick<Channel, "next">>;
}

/** So many people are asked for at a time. */
const peoplePerQuestion = 200;

/**
 * Conversations of which the store tells something else than the hub believes, with their last seq: there is more in
 * them, or somebody came or went. One too many costs a look, so what changes meanwhile does no harm.
 */
export async function findDoubtful({ log, reading, people, channels }: Beliefs): Promise<Map<ConversationId, number>> {
  const doubtful = new Map<ConversationId, number>();
  const ids = [...people.keys()];
  for (let at = 0; at < ids.length; at += peoplePerQuestion) {
    const asked = ids.slice(at, at + peoplePerQuestion);
    const found = await log.conversationsOf(reading, asked);
    for (const personId of asked) {
      const connections = [...(people.get(personId) ?? [])];
      const own = found.get(personId) ?? [];
      for (const { id, lastSeq } of own) {
        const known = (channels.get(id)?.next() ?? 0) > lastSeq;
        const told = connections.every(({ subscriptions }) => subscriptions.has(id));
        if (!known || !told) doubtful.set(id, lastSeq);
      }
      const isIn = new Set(own.map(({ id }) => id));
      for (const { subscriptions } of connections) {
        for (const id of subscriptions) if (!isIn.has(id) && !doubtful.has(id)) doubtful.set(id, 0);
      }
    }
  }
  return doubtful;
}
