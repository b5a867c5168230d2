import type { CallArgs, PrincipalId } from "@qunxin/protocol";
import { marks } from "./document.ts";
import { wordsOf } from "./normalise.ts";
import type { Conditions } from "./query-store.ts";
import { tokensOfWord } from "./tokens.ts";

export type SearchArgs = CallArgs<"search.messages">;

const shortStretch = 1_500;
/** Where no token is certain the index helps least. */
const longStretch = 5_000;

export interface Plan {
  readonly conditions: Conditions;
  /** The tokens, but for those of the viewer's conversations, as a look into all buckets takes them: the fewer, the quicker. */
  readonly ownTokens: string | null;
  /** How many of the newest messages are looked at first, without the index: a common word fills its page from them. */
  readonly stretchRows: number;
}

/**
 * What to ask the index for. `seats`: the viewer's conversations if they are few, else null. Beginnings of tokens cost
 * most, so they are left out wherever what is asked for narrows the search down; texts are looked at again anyway.
 */
export function planOf(
  args: SearchArgs,
  viewer: PrincipalId,
  world: { seats: readonly string[] | null; since: Date | null; until: Date | null },
): Plan {
  const words = wordsOf(args.text);
  const fileWords = wordsOf(args.fileName ?? "");
  const parts = [...words, ...fileWords].map(tokensOfWord);
  const whole = [...new Set(parts.flatMap((part) => part.whole))].map(quoted);
  const asked = narrowingMarks(args, viewer);
  const seats = args.conversationId ? [] : anyOf((world.seats ?? []).map(marks.conversation));
  const beginnings = asked.length + whole.length > 0 ? [] : parts.flatMap((part) => part.beginnings);
  const own = [...asked, ...whole, ...broadMarks(args), ...beginnings.map((text) => `${quoted(text)}:*`)];
  return {
    conditions: {
      viewer,
      tokens: allOf([...own, ...seats]),
      words,
      fileWords,
      conversationId: args.conversationId,
      senderId: args.senderId,
      since: world.since,
      until: world.until,
      types: args.types,
      mentionsMe: args.mentionsMe ?? false,
      hasFile: args.hasFile ?? false,
    },
    ownTokens: allOf(own),
    stretchRows: asked.length > 0 ? 0 : whole.length > 0 ? shortStretch : longStretch,
  };
}

/** Whether anything is asked for at all. */
export function asksNothing({ text, cursor: _, limit: __, order: ___, ...filters }: SearchArgs): boolean {
  return wordsOf(text).length === 0 && Object.values(filters).every((value) => value === undefined || value === false);
}

function narrowingMarks({ conversationId, senderId, mentionsMe }: SearchArgs, viewer: PrincipalId): string[] {
  return [
    ...(conversationId ? [quoted(marks.conversation(conversationId))] : []),
    ...(senderId ? [quoted(marks.author(senderId))] : []),
    ...(mentionsMe ? anyOf([marks.mention(viewer), marks.everybody]) : []),
  ];
}

function broadMarks({ types, hasFile, fileName }: SearchArgs): string[] {
  return [...anyOf((types ?? []).map(marks.type)), ...(hasFile || fileName ? [quoted(marks.file)] : [])];
}

function allOf(tokens: readonly string[]): string | null {
  return tokens.length > 0 ? tokens.join(" & ") : null;
}

function anyOf(tokens: readonly string[]): string[] {
  return tokens.length > 0 ? [`(${tokens.map(quoted).join(" | ")})`] : [];
}

/** Tokens hold letters, digits and symbols only, so nothing in them needs escaping. */
function quoted(token: string): string {
  return `'${token}'`;
}
