/**
 * Where to go after signing in: `next` when it is a path of this very site, else the conversations.
 * Refuses other origins in all their spellings (`//host`, `/\host`, `https:`), and the login screen itself.
 */
export function ownPath(next: string | undefined, origin: string): string {
  const home = "/chats";
  if (!next?.startsWith("/") || !URL.canParse(next, origin)) return home;
  const url = new URL(next, origin);
  if (url.origin !== origin || /^\/(login|password|setup)\b/.test(url.pathname)) return home;
  return url.pathname + url.search + url.hash;
}
