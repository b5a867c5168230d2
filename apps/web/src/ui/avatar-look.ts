const grounds = ["#356fd0", "#25805d", "#a55c24", "#7a5cc7", "#b4476b", "#237894", "#66742a", "#9a5050"] as const;

/** Ground colour of an avatar, the same for an id on every device. */
export function avatarGround(id: string): string {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // The low bits of FNV-1a mix badly for ids that differ in their last character only.
  return grounds[((hash ^ (hash >>> 15)) >>> 0) % grounds.length] ?? grounds[0];
}

/**
 * What stands in an avatar: the last `count` characters of a Chinese name (林晓 of 司徒林晓), initials of a Latin one.
 * A note in brackets at the end, like a company, does not count: 张经理（蓝海物流） gives 经理.
 */
export function avatarLetters(name: string, count = 2): string {
  const bare = name.replace(/\s*[（(][^（）()]*[）)]\s*$/u, "").trim() || name.trim();
  if (/^[\p{Script=Latin}\p{M}\s.'’-]+$/u.test(bare)) return latinInitials(bare, count);
  return graphemes(bare.replace(/\s+/gu, "")).slice(-count).join("");
}

function latinInitials(name: string, count: number): string {
  const words = name.split(/[\s.-]+/u).filter(Boolean);
  const first = graphemes(words[0] ?? "");
  const last = words.length > 1 ? graphemes(words.at(-1) ?? "")[0] : first[1];
  return [first[0], last].slice(0, count).join("").toUpperCase();
}

function graphemes(text: string): string[] {
  return [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].map((part) => part.segment);
}
