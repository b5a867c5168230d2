import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const shared = { environment: "node", pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 } as const;
/** Never a single one: most of a test's time its process waits for the database. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    // Starts one PostgreSQL for the whole run, when the first test asks for a database.
    globalSetup: "./apps/server/src/platform/postgres/testing.ts",
    projects: [
      {
        test: {
          ...shared,
          name: "server",
          maxWorkers,
          // A file finds the modules loaded that the one before it used, which saves a third of the time. So no test may
          // change what modules hold and leave it changed.
          isolate: false,
          include: [
            "apps/server/src/**/*.test.ts",
            "packages/*/src/**/*.test.ts",
            "bin/**/*.test.mjs",
            "bench/**/*.test.ts",
          ],
        },
      },
      { test: { ...shared, name: "web", maxWorkers, include: ["apps/web/src/**/*.test.ts"] } },
      {
        test: {
          ...shared,
          name: "scenarios",
          include: ["tests/scenarios/**/*.test.ts"],
          testTimeout: 180_000,
          // They keep the whole machine busy: never beside the others, but two at a time, as each of them waits half of its
          // time for servers that start, stop and are killed.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
