/**
 * How texts are cut into tokens, so that every substring of a text is found by tokens of the text. A run is a stretch of
 * letters, digits and symbols; punctuation and spaces end it. Of two neighbours at least one of which is wide (Chinese,
 * kana, Hangul, emoji) the pair is a token; of three narrow ones (Latin letters, digits) the three. The last one of a run
 * and the last two narrow ones of a stretch are tokens too: so each place in a text begins a token, and what is too short
 * to have tokens of its own is found as the beginning of one.
 */
export function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>();
  for (const run of runsOf(text)) {
    addInner(tokens, run);
    const last = run.at(-1);
    if (last) tokens.add(last.text);
    for (const [index, { wide, text: end }] of run.entries()) {
      const before = run[index - 1];
      if (!wide && before && !before.wide && run[index + 1]?.wide !== false) tokens.add(before.text + end);
    }
  }
  return tokens;
}

/** What to look for: tokens that must be there, or, for words too short to have any, beginnings of tokens. */
export interface WordTokens {
  readonly whole: readonly string[];
  readonly beginnings: readonly string[];
}

/** Of a normalised word of a query. Both empty: nothing but punctuation. */
export function tokensOfWord(word: string): WordTokens {
  const whole = new Set<string>();
  const runs = runsOf(word);
  for (const run of runs) addInner(whole, run);
  if (whole.size > 0) return { whole: [...whole], beginnings: [] };
  return { whole: [], beginnings: runs.map((run) => run.map(({ text }) => text).join("")) };
}

interface Character {
  readonly text: string;
  readonly wide: boolean;
}

const narrow = /[\p{L}\p{N}\p{M}]/u;
const wideScript = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}]/u;
const symbol = /\p{So}/u;
/** What a character is: 0 ends a run, 1 is narrow, 2 is wide. */
const kinds = new Map<string, 0 | 1 | 2>();
const maxKinds = 50_000;

function kindOf(character: string): 0 | 1 | 2 {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  if (kinds.size >= maxKinds) kinds.clear();
  const letter = narrow.test(character);
  const kind = symbol.test(character) || (letter && wideScript.test(character)) ? 2 : letter ? 1 : 0;
  kinds.set(character, kind);
  return kind;
}

function runsOf(text: string): Character[][] {
  const runs: Character[][] = [];
  let run: Character[] = [];
  for (const character of text) {
    const kind = kindOf(character);
    if (kind !== 0) run.push({ text: character, wide: kind === 2 });
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** Pairs and threes whose place is certain whatever stands around them. */
function addInner(tokens: Set<string>, run: readonly Character[]): void {
  for (let index = 1; index < run.length; index++) {
    const [first, second, third] = [run[index - 2], run[index - 1], run[index]];
    if (!second || !third) continue;
    if (second.wide || third.wide) tokens.add(second.text + third.text);
    else if (first && !first.wide) tokens.add(first.text + second.text + third.text);
  }
}
