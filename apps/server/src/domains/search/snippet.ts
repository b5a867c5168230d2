import { normaliseMapped } from "./normalise.ts";

export interface Snippet {
  readonly snippet: string;
  /** UTF-16 offsets, ascending and apart from each other. */
  readonly highlights: [number, number][];
}

const before = 30;
const maxChars = 120;

/**
 * The part around the first match of the first text that holds one, else the beginning of the first text.
 * `words` are normalised.
 */
export function snippetOf(texts: readonly string[], words: readonly string[]): Snippet {
  for (const text of texts) {
    const found = matchesIn(text, words);
    if (found.length > 0) return cut(text, found);
  }
  return cut(texts[0] ?? "", []);
}

/** Places in the original where words occur, joined where they touch. */
export function matchesIn(text: string, words: readonly string[]): [number, number][] {
  const mapped = normaliseMapped(text);
  const found: [number, number][] = [];
  for (const word of words) {
    for (let at = mapped.text.indexOf(word); at >= 0; at = mapped.text.indexOf(word, at + word.length)) {
      found.push([mapped.from[at] ?? 0, mapped.to[at + word.length - 1] ?? text.length]);
    }
  }
  found.sort(([a], [b]) => a - b);
  return joined(found);
}

function joined(ranges: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function cut(text: string, found: readonly [number, number][]): Snippet {
  const first = found[0]?.[0] ?? 0;
  const start = first <= before ? 0 : edge(text, first - before);
  const end = start + maxChars >= text.length ? text.length : edge(text, start + maxChars);
  const lead = start > 0 ? "…" : "";
  const shift = lead.length - start;
  const highlights = found
    .filter(([from]) => from < end)
    .map(([from, to]): [number, number] => [from + shift, Math.min(to, end) + shift]);
  const snippet = lead + text.slice(start, end).replaceAll(/[\r\n\t]/g, " ") + (end < text.length ? "…" : "");
  return { snippet, highlights };
}

/** Not between the halves of a surrogate pair. */
function edge(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
