import { pinyin, polyphonic } from "pinyin-pro";

/** How a name is found: its usual pinyin and initials, and every reading worth looking for. All lower case. */
export interface Spelling {
  /** Usual reading, a surname read as a surname: `shanxiongxin`. Lists are ordered by it. */
  pinyin: string;
  initials: string;
  /** Other readings and their initials joined by `|`, empty if there are none. */
  others: string;
}

/** Names with several heteronyms have many readings; this many are kept. */
const maxReadings = 16;
const cacheSize = 50_000;
const known = new Map<string, Spelling>();
const readingsOfCharacter = new Map<string, readonly string[]>();

/** Spells a name; remembered, since imports repeat names and characters. */
export function spell(name: string): Spelling {
  const found = known.get(name);
  if (found) return found;
  const spelling = spellAnew(name);
  if (known.size >= cacheSize) known.clear();
  known.set(name, spelling);
  return spelling;
}

/** The text a person is found by: lower-case name, readings, initials and account. */
export function searchText(name: string, account: string | null): string {
  const { pinyin: usual, initials, others } = spell(name);
  return [name.toLowerCase(), usual, initials, others, account?.toLowerCase()].filter(Boolean).join("|");
}

function spellAnew(name: string): Spelling {
  const usual = syllables(name);
  const usualPinyin = join(usual);
  const usualInitials = initialsOf(usual);
  const others = new Set<string>();
  for (const reading of otherReadings(name, usual)) {
    others.add(join(reading));
    others.add(initialsOf(reading));
  }
  others.delete(usualPinyin);
  others.delete(usualInitials);
  return { pinyin: usualPinyin, initials: usualInitials, others: [...others].join("|") };
}

function syllables(name: string): string[] {
  return pinyin(name, { toneType: "none", surname: "head", v: true, type: "array" });
}

/** Readings that differ from the usual one in heteronyms: 单 is dan, shan or chan. */
function otherReadings(name: string, usual: readonly string[]): string[][] {
  const characters = [...name];
  if (characters.length !== usual.length) return [];
  let readings: string[][] = [[]];
  for (const [index, character] of characters.entries()) {
    const own = usual[index] ?? character;
    const choices = [own, ...readingsOf(character).filter((reading) => reading !== own)];
    const longer = readings.flatMap((reading) => choices.map((choice) => [...reading, choice]));
    readings = longer.length > maxReadings ? readings.map((reading) => [...reading, own]) : longer;
  }
  return readings.slice(1);
}

function readingsOf(character: string): readonly string[] {
  const found = readingsOfCharacter.get(character);
  if (found) return found;
  // polyphonic answers once per Chinese character; with the tones gone, some readings fall together.
  const [readings = []] = /\p{Script=Han}/u.test(character)
    ? polyphonic(character, { toneType: "none", v: true, type: "array" })
    : [];
  const distinct = [...new Set(readings)];
  readingsOfCharacter.set(character, distinct);
  return distinct;
}

function join(reading: readonly string[]): string {
  return reading.join("").toLowerCase().replaceAll(/[\s|]/g, "");
}

function initialsOf(reading: readonly string[]): string {
  return reading
    .map((syllable) => syllable.trim()[0] ?? "")
    .join("")
    .toLowerCase();
}
