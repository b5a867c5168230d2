import type { PrincipalId } from "@qunxin/protocol";
import { everyoneWords } from "./composer/mention-text.ts";

export type MessagePart =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "mention"; text: string; id: PrincipalId | "all" };

export interface Mentioned {
  readonly id: PrincipalId;
  readonly name: string;
}

/**
 * Cuts a message into text, safe links and mentions. Only people whom the message really mentions are marked, so that
 * a typed @name promises nothing.
 */
export function messageParts(text: string, mentioned: readonly Mentioned[], mentionAll: boolean): MessagePart[] {
  const people = new Map(mentioned.map(({ id, name }) => [`@${name}`, id]));
  const tokens = [...people.keys(), ...(mentionAll ? everyoneWords.map((word) => `@${word}`) : [])];
  tokens.sort((a, b) => b.length - a.length);
  const pattern = new RegExp([linkPattern, ...tokens.map(escapePattern)].join("|"), "gu");
  const parts: MessagePart[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const part = tokens.includes(match[0])
      ? { kind: "mention" as const, text: match[0], id: people.get(match[0]) ?? ("all" as const) }
      : linkPart(match[0]);
    if (!part) continue;
    if (match.index > done) parts.push({ kind: "text", text: text.slice(done, match.index) });
    parts.push(part);
    done = match.index + part.text.length;
  }
  if (done < text.length) parts.push({ kind: "text", text: text.slice(done) });
  return parts;
}

/** Visible ASCII only: Chinese text goes on right behind an address, without a space. */
const linkPattern = String.raw`https?:\/\/[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+`;

function linkPart(found: string): MessagePart | null {
  const text = withoutTail(found);
  if (!URL.canParse(text)) return null;
  const { protocol, href } = new URL(text);
  return protocol === "http:" || protocol === "https:" ? { kind: "link", text, href } : null;
}

/** Punctuation at the end belongs to the sentence, a bracket only if the address has not opened one. */
function withoutTail(address: string): string {
  const bare = address.replace(/[.,;:!?'"*]+$/u, "");
  if (bare.endsWith(")") && !bare.includes("(")) return withoutTail(bare.slice(0, -1));
  return bare;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
