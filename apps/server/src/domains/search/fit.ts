import type { Candidate } from "./query-store.ts";

const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const around = 12;

/**
 * The `count` candidates that fit the words best, the best first; newer ones first among equals. To know whether a word
 * stands alone costs most, so it is only looked at where that could still bring a candidate among them.
 * @param candidates the newest first
 */
export function bestFits(candidates: readonly Candidate[], words: readonly string[], count: number): Candidate[] {
  const newest = candidates.length;
  const rated = (candidate: Candidate, index: number, alone: StandsAlone): Rated => ({
    candidate,
    index,
    fit: fitOf(candidate.text ?? "", words, alone) + (newest - index) / newest,
  });
  const atMost = candidates.map((candidate, index) => rated(candidate, index, () => true)).sort(better);
  let best: Rated[] = [];
  for (let at = 0; at < atMost.length; at += count) {
    const worst = best[count - 1];
    const next = atMost[at];
    if (worst && next && worst.fit > next.fit) break;
    const more = atMost.slice(at, at + count).map(({ candidate, index }) => rated(candidate, index, standsAlone));
    best = [...best, ...more].sort(better).slice(0, count);
  }
  return best.map(({ candidate }) => candidate);
}

interface Rated {
  readonly candidate: Candidate;
  readonly index: number;
  readonly fit: number;
}

type StandsAlone = (text: string, at: number, length: number) => boolean;

function better(a: Rated, b: Rated): number {
  return b.fit - a.fit || a.index - b.index;
}

/**
 * Words that stand as words (会议 in 开会议程 does not) count most, then words side by side as they were asked for, how
 * often they come and how much of the text they are. At most a day or a thousand messages more recent counts one.
 */
function fitOf(text: string, words: readonly string[], alone: StandsAlone): number {
  const whole = words.length > 1 && text.includes(words.join(" ")) ? 2 : 0;
  return words.reduce((sum, word) => sum + fitOfWord(text, word, alone), whole);
}

function fitOfWord(text: string, word: string, alone: StandsAlone): number {
  const first = text.indexOf(word);
  if (first < 0) return 0;
  const times = text.split(word).length - 1;
  const share = (times * word.length) / text.length;
  return (alone(text, first, word.length) ? 2 : 0) + Math.log2(times) / 2 + 2 * share;
}

/** Whether words of the language begin and end where this does. */
function standsAlone(text: string, at: number, length: number): boolean {
  const start = Math.max(0, at - around);
  const part = text.slice(start, at + length + around);
  const edges = new Set<number>([part.length]);
  for (const { index } of segmenter.segment(part)) edges.add(index);
  return edges.has(at - start) && edges.has(at - start + length);
}
