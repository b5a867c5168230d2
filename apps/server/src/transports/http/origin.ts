import type { IncomingHttpHeaders } from "node:http";

/**
 * Whether a request that a browser authenticates by cookie comes from our own page. Browsers send `Origin` with every
 * POST and every socket, so a foreign one is refused; programs send none and hold no cookie of a person.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, host: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site === "cross-site" || site === "same-site") return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
