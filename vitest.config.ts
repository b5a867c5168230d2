import { defineConfig } from "vitest/config";

const shared = { environment: "node", pool: "forks", testTimeout: 20_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    // Starts one PostgreSQL for the whole run, when the first test asks for a database.
    globalSetup: "./apps/server/src/platform/postgres/testing.ts",
    projects: [
      {
        test: {
          ...shared,
          name: "server",
          include: ["apps/server/src/**/*.test.ts", "packages/*/src/**/*.test.ts", "bin/**/*.test.mjs"],
        },
      },
      { test: { ...shared, name: "web", include: ["apps/web/src/**/*.test.ts"] } },
      { test: { ...shared, name: "scenarios", include: ["tests/scenarios/**/*.test.ts"], testTimeout: 180_000 } },
    ],
  },
});
