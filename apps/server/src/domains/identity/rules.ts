import { fail, limits, type Policy } from "@qunxin/protocol";

/** Against what a new password is judged besides the policy; all words are in lower case. */
export interface PasswordContext {
  /** Name and account, as they are typed. */
  own: readonly string[];
  /** Letters and digits only, as those of the company. */
  personWords: readonly string[];
  companyWords: readonly string[];
  usual: ReadonlySet<string>;
}

/**
 * Judges a new password by the company's policy, common sense included. Words of the person and of the company may stand
 * in it, if what is left without them is long enough for a password by itself.
 * @throws identity/password_policy naming every rule it breaks: length, classes, personal, context, common.
 */
export function judgePassword(
  { minChars, minClasses }: Pick<Policy["password"], "minChars" | "minClasses">,
  password: string,
  { own, personWords, companyWords, usual }: PasswordContext,
): void {
  const lower = plain(password);
  const rules = [
    [...password].length < minChars && "length",
    classesOf(password) < minClasses && "classes",
    (own.includes(lower) || leansOn(personWords, lower)) && "personal",
    leansOn(companyWords, lower) && "context",
    usual.has(lower) && "common",
  ].filter((rule) => rule !== false);
  if (rules.length > 0) fail("identity/password_policy", { minChars, rules });
}

/** One form of a text for comparing, whatever keyboard typed it. */
export function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

function leansOn(words: readonly string[], password: string): boolean {
  const longestFirst = [...words].sort((one, other) => other.length - one.length);
  const left = longestFirst.reduce((rest, word) => rest.replaceAll(anywhere(word), ""), password);
  return left !== password && [...left].length < limits.passwordMinChars;
}

/** Blanks and marks within do not hide a word. In one of letters and digits nothing means anything to an expression. */
function anywhere(word: string): RegExp {
  return new RegExp([...word].join("[^\\p{L}\\p{N}]*"), "gu");
}

/** How many of lower case, upper case, digit and other the password mixes. */
export function classesOf(password: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
}

/** Whether this many wrong passwords in a row lock; the count includes the attempt in hand. */
export function locksAfter(failures: number): boolean {
  return failures >= limits.signInFailuresBeforeLock;
}
