import type { MessageState } from "@qunxin/protocol";

export type Reaction = NonNullable<MessageState["reactions"]>[number];

/** Reactions with what the person wants of theirs; `wished` are the emoji that were chosen here. */
export function withWishes(
  stored: readonly Reaction[],
  wish: (emoji: string) => boolean | undefined,
  wished: readonly string[],
): readonly Reaction[] {
  const shown = stored.flatMap((one) => {
    const on = wish(one.emoji) ?? one.mine;
    const count = one.count + Number(on) - Number(one.mine);
    return count > 0 ? [{ ...one, mine: on, count }] : [];
  });
  const fresh = wished.filter((emoji) => wish(emoji) && !stored.some((one) => one.emoji === emoji));
  return [...shown, ...fresh.map((emoji) => ({ emoji, count: 1, mine: true }))];
}
