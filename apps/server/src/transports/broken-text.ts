/**
 * Where in a parsed input a text stands that nobody can have typed and PostgreSQL cannot store: one with NUL, or with
 * half of a surrogate pair. Path as in `request/invalid`; null when all is well.
 */
export function pathOfBrokenText(value: unknown): string | null {
  if (typeof value === "string") return isWhole(value) ? null : "";
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (!isWhole(key)) return "";
    const path = pathOfBrokenText(inner);
    if (path !== null) return path === "" ? key : `${key}.${path}`;
  }
  return null;
}

/** Whether a text can be stored as it is. */
export function isWhole(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}
