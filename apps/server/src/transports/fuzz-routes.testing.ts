import { ConversationId, FileVariant } from "@qunxin/protocol";
import * as fc from "fast-check";
import { anyJson, type Known, nastyTexts } from "./fuzz.testing.ts";

/** One request of a route: its path's parts in order, and what else it carries. */
export interface RouteInput {
  path: string[];
  query: string;
  more: Record<string, string>;
  body: Buffer;
}

type Inputs = (known: Known) => fc.Arbitrary<RouteInput>;

const text = fc.oneof(fc.constantFrom(...nastyTexts.map((one) => one.slice(0, 2_000))), fc.string({ unit: "binary" }));
const uuid = fc.uuid({ version: 7 });
const number = fc.constantFrom("0", "1", "7", "-1", "1e9", "999999999999999", "9999999999999999999", "x", "");
const variant = fc.oneof(fc.constantFrom(...Object.values(FileVariant.def.entries)), text);
const none = fc.constant("");
const nothing = fc.constant({});
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((raw) => Buffer.from(raw)),
  anyJson.map((value) => Buffer.from(JSON.stringify(value) ?? "")),
  // Beginnings of what imports and pictures are, and nothing after.
  fc
    .constantFrom("PK\u0003\u0004", "姓名,账号\n", '"', "\ufeff,,,\r\n,", "GIF89a", "%PDF-1.7")
    .map((one) => Buffer.from(one)),
);
const range = fc.constantFrom(
  "bytes=0-",
  "bytes=-0",
  "bytes=5-1",
  "bytes=999999999999999-",
  "bytes=a",
  "lines=1-2",
  "",
);
const reading = fc.record({
  range,
  "if-none-match": fc.constantFrom("*", '""', '"x", "y"'),
  "if-range": fc.constant("x"),
});

const tusHeaders = fc.record(
  {
    "tus-resumable": fc.constantFrom("1.0.0", "0.2.2", ""),
    "upload-length": fc.oneof(number, fc.constant("5")),
    "upload-offset": number,
    "upload-metadata": fc.constantFrom(
      "",
      "fileName",
      "fileName YQ==",
      "fileName %%,purpose bWVzc2FnZQ==",
      "a b c,,,",
      " ",
    ),
    "upload-defer-length": fc.constantFrom("1", "x"),
    "upload-concat": fc.constantFrom("partial", "final;/api/uploads/a /api/uploads/b"),
    "content-type": fc.constantFrom("application/offset+octet-stream", "text/plain", ""),
    "x-http-method-override": fc.constantFrom("DELETE", "GET", "POST"),
  },
  { requiredKeys: [] },
);

function of(
  path: fc.Arbitrary<string>[],
  more: Partial<Record<"query" | "more" | "body", fc.Arbitrary<unknown>>> = {},
): Inputs {
  return () =>
    fc.record({
      path: fc.tuple(...path),
      query: none,
      more: nothing,
      body: bytes,
      ...more,
    }) as fc.Arbitrary<RouteInput>;
}

const inConversation: Inputs = (known) => {
  const conversation = fc.oneof(fc.constantFrom(...(known.get(ConversationId) ?? [])), uuid, text);
  return of([conversation, number, fc.oneof(uuid, text), variant], { query: download, more: reading })(known);
};
const download = fc.constantFrom("", "?download", "?download=%00", "?download&download=1");
const fileNames = fc.oneof(
  text.map((name) => `?fileName=${encoded(name)}`),
  fc.constantFrom("", "?fileName", "?fileName=a&fileName=b"),
);
const id = fc.oneof(uuid, text);
const upload = of([id], { more: tusHeaders });

/** What each route is tried with; a route that is missing here fails the test. */
export const routeInputs: Record<string, Inputs> = {
  "GET /healthz": of([]),
  "HEAD /healthz": of([]),
  "GET /readyz": of([]),
  "HEAD /readyz": of([]),
  "POST /api/:call": of([text], {
    more: fc.record({ "content-type": fc.constantFrom("application/json", "text/plain", "x") }),
  }),
  "POST /api/directory/imports": of([], { query: fileNames }),
  "GET /api/directory/import-template.:format": of([text], { query: fc.constantFrom("?locale=en", "?locale[]=x", "") }),
  "HEAD /api/directory/import-template.:format": of([text]),
  "GET /api/directory/initial-passwords.csv": of([]),
  "HEAD /api/directory/initial-passwords.csv": of([]),
  "OPTIONS /api/uploads": of([], { more: tusHeaders }),
  "POST /api/uploads": of([], { more: tusHeaders }),
  "HEAD /api/uploads/:id": upload,
  "PATCH /api/uploads/:id": upload,
  "DELETE /api/uploads/:id": upload,
  "GET /api/files/own/:fileId/:variant": of([id, variant], { query: download, more: reading }),
  "HEAD /api/files/own/:fileId/:variant": of([id, variant], { query: download, more: reading }),
  "GET /api/files/:conversationId/:seq/:fileId/:variant": inConversation,
  "HEAD /api/files/:conversationId/:seq/:fileId/:variant": inConversation,
  "GET /api/files/avatars/:fileId": of([id], { more: reading }),
  "HEAD /api/files/avatars/:fileId": of([id], { more: reading }),
  "GET /api/files/ticket/:ticket": of([text], { more: reading }),
  "HEAD /api/files/ticket/:ticket": of([text], { more: reading }),
  "GET /api/messages/:conversationId/:seq/confirmations.csv": of([id, number]),
  "HEAD /api/messages/:conversationId/:seq/confirmations.csv": of([id, number]),
};

/** The path of a route with its parts put in, encoded as far as they can be. */
export function filled(pattern: string, parts: readonly string[]): string {
  let at = 0;
  return pattern.replace(/:\w+/g, () => encoded(parts[at++] ?? "") || "%20");
}

function encoded(part: string): string {
  return part.isWellFormed() ? encodeURIComponent(part) : "%ed%a0%80";
}
