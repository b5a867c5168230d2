export const bytesPerMb = 1024 * 1024;

/** Endings or media types as people list them: `.EXE、bat; msi` is exe, bat and msi. */
export function namesIn(text: string): string[] {
  const names = text.split(/[\s,，、;；]+/).map((name) => name.replace(/^[.*]+(?=\w)/, "").toLowerCase());
  return [...new Set(names.filter((name) => name !== ""))];
}
