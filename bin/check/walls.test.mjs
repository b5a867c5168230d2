import { expect, test } from "vitest";
import { breaches, cycles } from "./walls.mjs";

const refused = [
  ["packages/protocol/src/groups.ts", `import pg from "pg";`],
  ["packages/protocol/src/groups.ts", `import { readFile } from "node:fs/promises";`],
  ["packages/client/src/timeline.ts", `import { useState } from "react";`],
  ["packages/client/src/timeline.ts", `import WebSocket from "ws";`],
  ["packages/client/src/node.ts", `import { main } from "@qunxin/server";`],
  ["apps/web/src/app/App.tsx", `import type { Row } from "../../../server/src/platform/schema.ts";`],
  ["apps/web/src/app/App.tsx", `import { createServer } from "@qunxin/server";`],
  ["apps/web/src/app/App.tsx", `const kit = await import("@qunxin/testkit");`],
  ["apps/web/src/app/App.tsx", `import { readFileSync } from "node:fs";`],
  ["apps/server/src/domains/directory/move.ts", `import { members } from "../groups/index.ts";`],
  ["apps/server/src/domains/groups/kick.ts", `import { person } from "../directory/people.ts";`],
  ["apps/server/src/domains/groups/kick.ts", `export { person } from "../directory/store.ts";`],
  ["apps/server/src/domains/groups/kick.ts", `import { reply } from "../../transports/http/reply.ts";`],
  ["apps/server/src/domains/groups/kick.ts", `import { createServer } from "../../main.ts";`],
  ["apps/server/src/domains/groups/kick.ts", `import { cloneDatabase } from "../../platform/postgres/testing.ts";`],
  ["apps/server/src/domains/groups/kick.ts", `import { sql } from "kysely";`],
  ["apps/server/src/domains/groups/kick.ts", `import type { Pool } from "pg";`],
  ["apps/server/src/domains/groups/rules.ts", `import { load } from "./store.ts";`],
  ["apps/server/src/domains/groups/rules.ts", `import { createHash } from "node:crypto";`],
  ["apps/server/src/transports/ws/gateway.ts", `import { kick } from "../../domains/groups/kick.ts";`],
  ["apps/server/src/transports/http/routes.ts", `import pg from "pg";`],
  ["apps/server/src/platform/bus.ts", `import type { Group } from "../domains/groups/index.ts";`],
  ["tests/scenarios/talk.test-world.ts", `import { kick } from "../../apps/server/src/domains/groups/kick.ts";`],
];

test.each(refused)("%s may not say %s", (file, line) => {
  expect(breaches(file, line)).toHaveLength(1);
});

const allowed = [
  ["packages/protocol/src/groups.ts", `import * as z from "zod/mini"; import { limits } from "./limits.ts";`],
  ["packages/client/src/node.ts", `import WebSocket from "ws";`],
  ["apps/web/src/app/App.tsx", `import { useState } from "react"; import { createClient } from "@qunxin/client";`],
  [
    "apps/server/src/domains/groups/kick.ts",
    `import { person } from "../directory/index.ts"; import { load } from "./store.ts";`,
  ],
  ["apps/server/src/domains/groups/store.ts", `import { sql } from "kysely";`],
  [
    "apps/server/src/domains/groups/rules.ts",
    `import type { Group } from "./store.ts"; import { limits } from "@qunxin/protocol";`,
  ],
  [
    "apps/server/src/transports/ws/gateway.ts",
    `import { kick } from "../../domains/groups/index.ts"; import { WebSocketServer } from "ws";`,
  ],
  [
    "apps/server/src/domains/groups/kick.test.ts",
    `import { cloneDatabase } from "../../platform/postgres/testing.ts";`,
  ],
];

test.each(allowed)("%s may say %s", (file, line) => {
  expect(breaches(file, line)).toEqual([]);
});

test("files that load each other in a circle are reported, unless only types close the circle", () => {
  const circle = (typeOnly) =>
    new Map([
      ["a.ts", [{ target: "b.ts", typeOnly: false }]],
      ["b.ts", [{ target: "a.ts", typeOnly }]],
    ]);
  expect(cycles(circle(false))).toEqual(["circle: a.ts → b.ts → a.ts"]);
  expect(cycles(circle(true))).toEqual([]);
});
