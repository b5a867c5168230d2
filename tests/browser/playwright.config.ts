import { defineConfig } from "@playwright/test";

const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.test.ts",
  outputDir: "../../test-results",
  // One at a time: each story runs a whole server and several browsers of its own on two cores.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.QUNXIN_CHROMIUM ?? "/usr/bin/chromium",
      // Chromium refuses to sandbox itself as root.
      args: asRoot ? ["--no-sandbox"] : [],
    },
  },
  projects: [
    { name: "desktop", testIgnore: "**/*.phone.test.ts", use: { viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      testIgnore: "**/*.desktop.test.ts",
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
});
