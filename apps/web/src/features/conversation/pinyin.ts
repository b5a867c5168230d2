/** Whether a name contains what was typed, as text, pinyin or initials. */
export type NameMatch = (name: string, query: string) => boolean;

/** Finds by text only, for the moment until the pinyin table is there. */
export const plainMatch: NameMatch = (name, query) => name.toLowerCase().includes(query.toLowerCase());

let loading: Promise<NameMatch> | null = null;

/** The pinyin table is 20 KB and only pickers and searches need it: loaded at first use. */
export function loadNameMatch(): Promise<NameMatch> {
  loading ??= import("pinyin-match").then(
    ({ default: pinyin }) =>
      (name, query) =>
        plainMatch(name, query) || pinyin.match(name, query) !== false,
    () => {
      loading = null;
      return plainMatch;
    },
  );
  return loading;
}
