import { fail, limits } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { MessagesDeps } from "./deps.ts";
import { countFavourites, deleteFavourites, insertFavourites, readFavourites } from "./favourites-store.ts";
import { keptChanged } from "./kept-news.ts";
import { placeKey, readVisible } from "./visible-store.ts";

type FavouritesDeps = Pick<MessagesDeps, "reading" | "transact" | "bus" | "clock" | "log">;

const defaultPage = 50;

/** 收藏: pointers to messages, which are read and authorised anew each time. */
export function favourites(deps: FavouritesDeps): UseCasesOf<"favourites"> {
  const { reading, transact, bus, clock } = deps;
  return {
    "favourites.add": ({ conversationId, seqs }, actor) =>
      transact(async (tx) => {
        const places = seqs.map((seq) => ({ conversationId, seq }));
        await demandVisible(deps, actor.id, places);
        if ((await countFavourites(tx, actor.id)) + seqs.length > limits.favouritesPerPerson) {
          fail("favourites/limit", { limit: limits.favouritesPerPerson });
        }
        await insertFavourites(tx, { conversationId, personId: actor.id, seqs, at: clock.now() });
        tx.afterCommit(() => bus.publish(keptChanged, { personId: actor.id, event: { type: "favourites.changed" } }));
        return {};
      }),
    "favourites.remove": ({ conversationId, seqs }, actor) =>
      transact(async (tx) => {
        await deleteFavourites(tx, conversationId, actor.id, seqs);
        tx.afterCommit(() => bus.publish(keptChanged, { personId: actor.id, event: { type: "favourites.changed" } }));
        return {};
      }),
    "favourites.list": async ({ type = null, text, cursor = null, limit = defaultPage }, actor) => {
      const query = { type, text: text || null, after: cursor, limit: limit + 1 };
      const rows = await readFavourites(reading, actor.id, query);
      const page = rows.slice(0, limit);
      return {
        favourites: page.map(({ favourite }) => favourite),
        nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
      };
    },
  };
}

/**
 * Answers the messages, in the order asked for, if the viewer may see every one of them.
 * @throws conversations/not_found, messages/not_found
 */
export async function demandVisible(
  { reading, log }: Pick<MessagesDeps, "reading" | "log">,
  viewer: Parameters<typeof readVisible>[1],
  places: Parameters<typeof readVisible>[2],
) {
  const found = await readVisible(reading, viewer, places);
  for (const { conversationId } of found.size < places.length ? places : []) {
    const member = await log.member(reading, conversationId, viewer);
    if (!member?.present) fail("conversations/not_found");
  }
  return places.map((place) => found.get(placeKey(place)) ?? fail("messages/not_found"));
}
