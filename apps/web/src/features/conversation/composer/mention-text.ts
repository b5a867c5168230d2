import type { PrincipalId } from "@qunxin/protocol";

/** Somebody picked from the mention list; `all` stands for 所有人. */
export interface Picked {
  readonly id: PrincipalId | "all";
  readonly name: string;
}

/** What stands behind the @ in texts of either language; they are part of messages, not of the interface. */
export const everyoneWords = ["所有人", "everyone"] as const;

const longestQuery = 20;

/** The @ before the caret and what is typed behind it; null when no mention is being typed. A full-width ＠ counts. */
export function mentionQuery(text: string, caret: number): { start: number; query: string } | null {
  const before = text.slice(0, caret);
  const start = Math.max(before.lastIndexOf("@"), before.lastIndexOf("＠"));
  if (start < 0) return null;
  const query = before.slice(start + 1);
  return /\s/.test(query) || query.length > longestQuery ? null : { start, query };
}

/** What replaces the typed @query: one token and a space, so that typing goes on. */
export function mentionToken(name: string): string {
  return `@${name} `;
}

/** The whole mention that ends at the caret, with its space; null where Backspace takes one character as ever. */
export function mentionBefore(
  text: string,
  caret: number,
  picked: readonly Picked[],
): { start: number; end: number } | null {
  const before = text.slice(0, caret);
  const names = picked.map(({ name }) => name).sort((a, b) => b.length - a.length);
  for (const name of names) {
    for (const token of [mentionToken(name), `@${name}`]) {
      if (before.endsWith(token)) return { start: caret - token.length, end: caret };
    }
  }
  return null;
}

/** Who is still mentioned by the text, each once. Of two people of one name both count as long as the name stands twice. */
export function mentionsIn(text: string, picked: readonly Picked[]): { mentions: PrincipalId[]; mentionAll: boolean } {
  const mentions = new Set<PrincipalId>();
  let mentionAll = false;
  for (const name of new Set(picked.map((one) => one.name))) {
    const ids = [...new Set(picked.filter((one) => one.name === name).map(({ id }) => id))];
    const stands = text.split(`@${name}`).length - 1;
    if (stands === 0) continue;
    // The latest picked are those that stand there; an earlier one may have been deleted again.
    for (const id of ids.slice(-stands)) {
      if (id === "all") mentionAll = true;
      else mentions.add(id);
    }
  }
  return { mentions: [...mentions], mentionAll };
}

/** Characters as a person counts them. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}

const segmenter = new Intl.Segmenter("zh", { granularity: "grapheme" });
