import { defineConfig } from "@playwright/test";

const asRoot = process.getuid?.() === 0;

// What Playwright switches off as far as it matters here (the last list wins), and the suggestions below the address
// bar: without a window to show them in, Chromium still starts two more processes for them with every context.
const disabledFeatures = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "MediaRouter",
  "PaintHolding",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "PreloadTopChromeWebUI",
  // A process in reserve with every context, for a page that never comes.
  "SpareRendererForSitePerProcess",
];

// The network in the browser's own process instead of one beside it: each of a page's hundred files is handed over once
// less. The others are Playwright's (of two such lists the last wins).
const enabledFeatures = ["CDPScreenshotNewSurface", "SkipListAccountsWithoutGaiaCookies", "NetworkServiceInProcess2"];

// A device that beeps, and nobody to ask; for all, as other options would cost a browser, server and company more.
const fakeMicrophone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];

const chromium = process.env.QUNXIN_CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.test.ts",
  outputDir: "../../test-results",
  // Server, database and browser of one story leave a quarter of two cores idle: two at a time took 448 seconds for all,
  // one at a time 530 to 630.
  workers: 2,
  // A story that needs its second try is told as flaky, by its name; with a third such one the run has failed
  // (bin/test.mjs), so that nothing hides behind it for long.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 60_000,
  // With nine times as much to do as there are cores, a file was examined after more than ten seconds.
  expect: { timeout: 20_000 },
  use: {
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // It would fetch the whole app anew for every browser; what it does is seen in screens.test.ts, which allows it.
    serviceWorkers: "block",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      // The same engine without windows, where there is one, needs a sixth less of the machine.
      executablePath: process.env.QUNXIN_HEADLESS_SHELL ?? chromium,
      // Chromium refuses to sandbox itself as root.
      args: [
        `--disable-features=${disabledFeatures}`,
        `--enable-features=${enabledFeatures}`,
        ...fakeMicrophone,
        ...(asRoot ? ["--no-sandbox"] : []),
      ],
    },
  },
  projects: [
    { name: "desktop", testIgnore: "**/*.phone.test.ts", use: { viewport: { width: 1440, height: 900 } } },
    {
      name: "phone",
      testIgnore: "**/*.desktop.test.ts",
      // What it holds has nothing to do with the layout, and costs as much again.
      grepInvert: /@desktop/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
});
