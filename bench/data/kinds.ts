import type { CallInput, ConversationId } from "@qunxin/protocol";
import type { Caller } from "./caller.ts";
import type { Opened } from "./open.ts";
import { corpus, textSaidOnce } from "./texts.ts";

export type Search = CallInput<"search.messages">;

/** One kind of search: what is asked for, and by whom. */
export interface Kind {
  readonly what: string;
  readonly by: Caller;
  query(index: number): Search;
}

/** Searches as people make them; the viewer is in a quarter of the groups, the other one in one of a hundred. */
export function kindsOf({ viewer, elsewhere, dataset }: Opened, conversations: readonly ConversationId[]): Kind[] {
  const two = corpus().words.filter((word) => /^\p{Script=Han}{2}$/u.test(word));
  const wordAt = (rank: number) => two.at(rank % two.length) ?? "";
  const kind = (
    what: string,
    by: Caller,
    text: (index: number) => string,
    more: (index: number) => Partial<Search> = () => ({}),
  ): Kind => ({
    what,
    by,
    query: (index) => ({ text: text(index), ...more(index) }),
  });
  const three = (index: number) => threeOf(textSaidOnce(dataset.messages, index * 7_919 + 13));
  const rare = (index: number) => wordAt(two.length - 1 - index * 37);
  const within = (index: number) => {
    const conversationId = conversations[(index * 7) % conversations.length];
    return conversationId ? { conversationId } : {};
  };
  return [
    kind("three characters", viewer, three),
    kind("three characters, by somebody in one group of a hundred", elsewhere, three),
    kind("common word", viewer, wordAt),
    kind("common word, by somebody in one group of a hundred", elsewhere, wordAt),
    kind("common word, best order", viewer, wordAt, () => ({ order: "best" })),
    kind("rare word", viewer, rare),
    kind("one character", viewer, (index) => wordAt(index * 11)[0] ?? ""),
    kind("common word in one conversation", viewer, wordAt, within),
    kind("digits", viewer, (index) => String(1_000 + index * 211)),
    kind("nothing found", viewer, (index) => `${wordAt(index)}龘${wordAt(index + 1)}`),
  ];
}

function threeOf(text: string): string {
  const found = text.match(/\p{Script=Han}{3}/gu) ?? ["没有字"];
  return found[found.length >> 1] ?? "";
}
