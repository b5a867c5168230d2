import type { Candidate } from "./query-store.ts";

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const around = 12;

/** Candidates by how well they fit the words, the best first; newer ones first among equals. */
export function byFit(candidates: readonly Candidate[], words: readonly string[]): Candidate[] {
  const newest = candidates.length;
  return candidates
    .map((candidate, index) => ({ candidate, fit: fitOf(candidate.text ?? "", words) + (newest - index) / newest }))
    .sort((a, b) => b.fit - a.fit)
    .map(({ candidate }) => candidate);
}

/**
 * Words that stand as words (会议 in 开会议程 does not) count most, then words side by side as they were asked for, how
 * often they come and how much of the text they are. At most a day or a thousand messages more recent counts one.
 */
export function fitOf(text: string, words: readonly string[]): number {
  const whole = words.length > 1 && text.includes(words.join(" ")) ? 2 : 0;
  return words.reduce((sum, word) => sum + fitOfWord(text, word), whole);
}

function fitOfWord(text: string, word: string): number {
  const first = text.indexOf(word);
  if (first < 0) return 0;
  const times = text.split(word).length - 1;
  const share = (times * word.length) / text.length;
  return (standsAlone(text, first, word.length) ? 2 : 0) + Math.log2(times) / 2 + 2 * share;
}

/** Whether words of the language begin and end where this does. */
function standsAlone(text: string, at: number, length: number): boolean {
  const start = Math.max(0, at - around);
  const part = text.slice(start, at + length + around);
  const edges = new Set<number>([part.length]);
  for (const { index } of segmenter.segment(part)) edges.add(index);
  return edges.has(at - start) && edges.has(at - start + length);
}
