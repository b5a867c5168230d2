import { makeCompany, makeTalk, randomFrom } from "@qunxin/sample-company";

/** Words by how often they are said, and messages made of them. */
export interface Corpus {
  /** The most frequent first; the tail is rare words made of ordinary characters. */
  readonly words: readonly string[];
  /** About 25 characters; the same number gives the same text. */
  message(number: number): string;
}

const rareWords = 20_000;
const latin = ["PostgreSQL", "bug", "API", "v2.3.1", "OKR", "ERP", "Excel", "review", "release", "server", "iPhone"];

/** The talk of the sample company by the words it uses, and a long tail after Zipf's law. */
export function makeCorpus(seed = 1): Corpus {
  const random = randomFrom(seed);
  const talk = makeTalk(makeCompany({ people: 300, seed }), { now: new Date("2026-03-02T02:00:00Z"), seed });
  const texts = [...talk.groups, ...talk.directs].flatMap(({ messages }) => messages.map(({ text }) => text));
  const counts = countWords(texts);
  const characters = [...new Set(texts.join(""))].filter((one) => /\p{Script=Han}/u.test(one));
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random.next() * items.length)] as Item;
  const known = new Set(counts.keys());
  while (known.size < counts.size + rareWords) known.add(pick(characters) + pick(characters));
  const words = [...known].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  const sums = cumulative(words.length);
  return { words, message: (number) => sayWith(words, sums, number) };
}

function sayWith(words: readonly string[], sums: Float64Array, number: number): string {
  let state = (number + 1) * 2_654_435_761;
  const next = () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return (state ^ (state >>> 13)) >>> 0;
  };
  const count = 6 + (next() % 12);
  let text = "";
  for (let index = 0; index < count; index++) {
    const odd = next() % 100;
    if (odd < 3) text += latin[next() % latin.length];
    else if (odd < 6) text += String(next() % 1_000_000);
    else text += words[find(sums, (next() / 2 ** 32) * (sums.at(-1) ?? 0))];
    if (index === count >> 1) text += "，";
  }
  return `${text}。`;
}

function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
  for (const text of texts) {
    for (const { segment, isWordLike } of segmenter.segment(text)) {
      if (isWordLike) counts.set(segment, (counts.get(segment) ?? 0) + 1);
    }
  }
  return counts;
}

function cumulative(length: number): Float64Array {
  const sums = new Float64Array(length);
  let sum = 0;
  for (let rank = 0; rank < length; rank++) {
    sum += 1 / (rank + 3);
    sums[rank] = sum;
  }
  return sums;
}

/** Index of the first sum above a value. */
function find(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
