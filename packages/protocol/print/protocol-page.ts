import { calls, closeCodes, errors, limits } from "../src/index.ts";

/** The contract as one page for people: calls, error codes, limits, the socket. */
export function protocolPage(): string {
  return [
    "# Protocol",
    "",
    "Printed from `packages/protocol` by `npm run print`; do not edit. Schemas are in [openapi.json](openapi.json).",
    "",
    "Every call is `POST /api/<name>` with a JSON body, or a `call` frame on the socket. A failure is",
    "`{ code, params, requestId }`; codes are never renamed.",
    "",
    "## Calls",
    "",
    "| call | who | kind | what |",
    "| --- | --- | --- | --- |",
    ...Object.entries(calls).map(([name, c]) => `| \`${name}\` | ${c.access} | ${c.kind} | ${c.summary} |`),
    "",
    "## The socket",
    "",
    "One WebSocket per device at `/api/socket`, authenticated by the session cookie or an `Authorization: Bearer` header. JSON text",
    "frames; the server greets with `hello`.",
    "",
    "| direction | frame | meaning |",
    "| --- | --- | --- |",
    '| to the server | `{"k":"call","id":1,"call":"messages.send","input":{}}` | makes a call; `id` is the client\'s own number |',
    '| to the client | `{"k":"ok","id":1,"output":{}}` | its answer |',
    '| to the client | `{"k":"fail","id":1,"error":{}}` | its failure |',
    '| to the client | `{"k":"entries","c":"…","e":[]}` | new entries of a conversation, ascending by `seq` |',
    '| to the client | `{"k":"gap","c":"…","to":42}` | the device was too slow: fetch what is missing up to `to` with `messages.history` |',
    '| to the client | `{"k":"event","event":{"type":"…"}}` | news for this person: conversations added, removed, read; typing; presence |',
    "",
    "Close codes: " +
      Object.entries(closeCodes)
        .map(([name, code]) => `${code} ${name}`)
        .join(", ") +
      ".",
    "",
    "**The law of sync.** Entries of a conversation carry a gap-free `seq`. What a device shows is the entries it holds,",
    "in `seq` order; whenever it sees a `seq` that does not follow the last one it fetches what lies between. Old state",
    "plus events equals a fresh fetch.",
    "",
    "## Errors",
    "",
    "| code | status | meaning |",
    "| --- | --- | --- |",
    ...Object.entries(errors).map(([code, { status, summary }]) => `| \`${code}\` | ${status} | ${summary} |`),
    "",
    "## Limits",
    "",
    "| limit | value |",
    "| --- | --- |",
    ...Object.entries(limits).map(([name, value]) => `| ${name} | ${value.toLocaleString("en-GB")} |`),
    "",
  ].join("\n");
}
