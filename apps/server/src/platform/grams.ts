/**
 * What PostgreSQL reads as a tsquery for `grams(…) @@`: true for every text that holds `text` somewhere, and for some
 * others, so the text itself must be compared too. `text` must not be empty. Source: migration 0018, ADR 0027.
 */
export function gramsOf(text: string): string {
  const characters = [...text];
  const [first = ""] = characters;
  if (characters.length === 1) return `${quoted(first)}:*`;
  const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`);
  return [...new Set(pairs)].map(quoted).join(" & ");
}

function quoted(gram: string): string {
  return `'${gram.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
