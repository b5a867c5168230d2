import type { SearchHit } from "@qunxin/protocol";

/** Text with what matched marked in it. */
export function Highlighted({ snippet, highlights }: Pick<SearchHit, "snippet" | "highlights">) {
  return <>{pieces(snippet, highlights)}</>;
}

/** The same where only the words are known: every place that holds one of them, whatever the case. */
export function HighlightedWords({ text, words }: { text: string; words: string }) {
  return <>{pieces(text, placesOf(text, words))}</>;
}

function pieces(text: string, places: readonly (readonly [number, number])[]) {
  const found = places.flatMap(([from, to], index) => [
    text.slice(places[index - 1]?.[1] ?? 0, from),
    <mark key={from} className="rounded-[2px] bg-brand-soft text-brand-ink">
      {text.slice(from, to)}
    </mark>,
  ]);
  return [...found, text.slice(places.at(-1)?.[1] ?? 0)];
}

function placesOf(text: string, words: string): [number, number][] {
  const lower = text.toLowerCase();
  const places: [number, number][] = [];
  for (const word of words.toLowerCase().split(/\s+/u).filter(Boolean)) {
    const at = lower.indexOf(word);
    if (at >= 0 && !places.some(([from, to]) => at < to && from < at + word.length))
      places.push([at, at + word.length]);
  }
  return places.sort(([one], [other]) => one - other);
}
