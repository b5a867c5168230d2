import { type Person, spell } from "../directory/index.ts";
import { type PasswordContext, plain } from "./rules.ts";

/** What a company's name ends with and everybody knows: the name proper stands before it. */
const forms =
  /(集团|股份|有限|责任|公司|科技|技术|网络|信息|软件|智能|\b(company|corporation|corp|group|holding|inc|limited|ltd|llc|co|gmbh|ag)\b\.?)+$/iu;

/** Shorter words stand in any good password by chance. */
const leastChars = { latin: 4, other: 2 };

/**
 * The words that somebody who knows them tries first: one's name and account; the company's name, without its legal form
 * too, and the product's; all of them as written, in pinyin and in initials. Source: OWASP ASVS 5.0, 6.1.2 and 6.2.11.
 */
export function contextWords(
  { name, account }: Pick<Person, "name" | "account">,
  companyName: string,
): Omit<PasswordContext, "usual"> {
  const own = account === null ? [name] : [name, account];
  return {
    own: own.map(plain),
    personWords: words(own),
    companyWords: words([companyName, withoutForm(companyName), "群信"]),
  };
}

function words(names: readonly string[]): string[] {
  const spelled = names.flatMap((name) => {
    const { pinyin, initials } = spell(plain(name));
    return [plain(name), pinyin, initials].map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, ""));
  });
  return [...new Set(spelled)].filter((word) => word.length >= (isLatin(word) ? leastChars.latin : leastChars.other));
}

function withoutForm(name: string): string {
  let left = name.trim();
  for (let shorter = cut(left); shorter !== left; shorter = cut(left)) left = shorter;
  return left;
}

function cut(name: string): string {
  return name.replace(forms, "").replace(/[\s,.()（）]+$/u, "") || name;
}

function isLatin(word: string): boolean {
  return /^[\p{ASCII}]*$/u.test(word);
}
