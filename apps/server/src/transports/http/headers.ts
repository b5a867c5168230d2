import type { OutgoingHttpHeaders } from "node:http";
import type { FastifyRequest } from "fastify";

/**
 * What every answer tells browsers, whatever it is: nothing is guessed, framed, read by other origins or kept in shared
 * caches; devices only where the product uses them (voice notes, one's place in a message). Routes may say a stricter
 * or, for the page itself, a fitting policy. Source: OWASP ASVS 5.0, chapter 3.4.
 */
export function securityHeaders(request: Pick<FastifyRequest, "protocol" | "url">): OutgoingHttpHeaders {
  return {
    ...always,
    ...(request.url.startsWith("/api/") ? { "cache-control": "no-store" } : {}),
    // Only where it came by HTTPS, which a proxy in front tells: elsewhere the header has no meaning.
    ...(request.protocol === "https"
      ? { "strict-transport-security": `max-age=${yearSeconds}; includeSubDomains` }
      : {}),
  };
}

const yearSeconds = 365 * 24 * 3_600;

const always = {
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": [
    "camera=()",
    "display-capture=()",
    "geolocation=(self)",
    "microphone=(self)",
    "payment=()",
    "usb=()",
    "browsing-topics=()",
  ].join(", "),
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
