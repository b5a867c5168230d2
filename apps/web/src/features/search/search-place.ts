import type { CallInput, ConversationId, PrincipalId, SearchType } from "@qunxin/protocol";

export const searchTabs = ["all", "people", "groups", "messages", "files"] as const;
export type SearchTab = (typeof searchTabs)[number];

/** Kinds of messages that may be looked for, in the order they are offered. */
export const searchTypes = [
  "text",
  "image",
  "file",
  "video",
  "voice",
  "link",
  "poll",
  "chain",
  "card",
  "location",
  "merged",
  "sticker",
] as const satisfies readonly SearchType[];

/** What is looked for and where; as it stands in the URL. */
export interface SearchPlace {
  q?: string;
  tab?: SearchTab;
  /** Only in this conversation. */
  in?: ConversationId;
  /** Only of this person. */
  by?: PrincipalId;
  /** First and last day, in the company's zone. */
  from?: string;
  to?: string;
  type?: SearchType;
  /** Only what calls oneself by name. */
  me?: boolean;
  /** Only what carries a file. */
  file?: boolean;
  /** Most fitting instead of newest first. */
  best?: boolean;
}

/** Reads a place from a URL; what makes no sense is left out. */
export function readPlace(raw: Record<string, unknown>): SearchPlace {
  const { q, tab, in: inside, by, from, to, type, me, file, best } = raw;
  return {
    // A number that was looked for comes back as one.
    ...(q !== undefined && q !== "" ? { q: String(q) } : {}),
    ...(isOneOf(searchTabs, tab) && tab !== "all" ? { tab } : {}),
    ...(typeof inside === "string" ? { in: inside as ConversationId } : {}),
    ...(typeof by === "string" ? { by: by as PrincipalId } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(isOneOf(searchTypes, type) ? { type } : {}),
    ...(me === true ? { me } : {}),
    ...(file === true ? { file } : {}),
    ...(best === true ? { best } : {}),
  };
}

/** Changes some of a place; `undefined` takes that away. */
export function changePlace(place: SearchPlace, change: { [K in keyof SearchPlace]: SearchPlace[K] | undefined }) {
  return readPlace({ ...place, ...change });
}

/** Whether anything but words narrows the search down. */
export function hasFilters({ in: inside, by, from, to, type, me, file }: SearchPlace): boolean {
  return [inside, by, from, to, type, me, file].some((one) => one !== undefined);
}

/** The question to the server; null while there is nothing to look for. */
export function messageSearch(place: SearchPlace): CallInput<"search.messages"> | null {
  const { q = "", tab, in: inside, by, from, to, type, me, file, best } = place;
  const words = q.slice(0, longestQuery);
  const files = tab === "files";
  if (words === "" && !hasFilters(place)) return null;
  return {
    text: files ? "" : words,
    ...(files ? { hasFile: true } : {}),
    ...(files && words !== "" ? { fileName: words } : {}),
    ...(inside ? { conversationId: inside } : {}),
    ...(by ? { senderId: by } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(type ? { types: [type] } : {}),
    ...(me ? { mentionsMe: true } : {}),
    ...(file ? { hasFile: true } : {}),
    ...(best ? { order: "best" as const } : {}),
    limit: pageSize,
  };
}

/** As the contract has it; the contract itself would bring its schemas into the first load. */
const longestQuery = 64;
const pageSize = 30;

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return all.some((one) => one === value);
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
}
