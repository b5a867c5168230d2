import {
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
  type Request,
} from "@playwright/test";
import { type Company, foundCompany } from "./company.ts";
import { startProduct } from "./product.ts";

export { expect };

interface Fixtures {
  /** `test.use({ wholeBrowser: true })` for what a browser without windows cannot: notices. */
  wholeBrowser: boolean;
  /** Opens a path on a browser of its own; at the end of the test no page may have thrown, or met the content policy. */
  open(path: string, login?: string): Promise<Page>;
  /** A browser of one's own, signed in as that person, on the conversation list. */
  enter(login: string, path?: string): Promise<Page>;
  /** A browser that nobody is signed in on. */
  visit(path: string): Promise<Page>;
}

interface Shared {
  company: Company;
  /** `test.use({ companyOf: "policies" })` gives files a company that only they touch. */
  companyOf: string;
  /** The browser with windows, started when a story first wants it. */
  startWhole(): Promise<Browser>;
  /** Browsers of stories that are over, for those to come: emptied, but for files of the app that no page fetches twice. */
  spare: BrowserContext[];
}

/** Tests in the company of `company.ts`: one product for the tests of a worker, a browser for each person. */
export const test = base.extend<Fixtures, Shared>({
  companyOf: ["everybody", { option: true, scope: "worker" }],
  company: [
    async ({ companyOf: _ }, use) => {
      const product = await startProduct();
      const company = await foundCompany(product);
      await use(company);
      await company.dispose();
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  startWhole: [
    async ({ playwright, launchOptions }, use) => {
      let whole: Promise<Browser> | undefined;
      const executablePath = process.env.QUNXIN_CHROMIUM ?? "/usr/bin/chromium";
      await use(() => (whole ??= playwright.chromium.launch({ ...launchOptions, executablePath })));
      await (await whole)?.close();
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
  spare: [async ({}, use) => use([]), { scope: "worker" }],
  wholeBrowser: [false, { option: true }],
  open: async (
    { browser: shell, startWhole, wholeBrowser, serviceWorkers, permissions, spare, company, contextOptions },
    use,
  ) => {
    const browser = wholeBrowser ? await startWhole() : shell;
    // Service workers and permissions stay with the browser that has them.
    const passedOn = !wholeBrowser && !permissions && serviceWorkers === "block";
    const opened: BrowserContext[] = [];
    const problems: string[] = [];
    await use(async (path, login) => {
      const used = passedOn ? spare.pop() : undefined;
      const context = used ?? (await browser.newContext(contextOptions));
      opened.push(context);
      const page = await context.newPage();
      if (used) await empty(page, company.url);
      if (login !== undefined) await company.signIn(context, login);
      watchRequests(page);
      page.on("pageerror", (error) => problems.push(`${login}: ${error.message}`));
      // What the content policy refused is told on the console only.
      page.on("console", (message) => {
        if (/Content Security Policy/.test(message.text())) problems.push(`${login}: ${message.text()}`);
      });
      await page.goto(company.url + path);
      await expect(page.getByRole("navigation").or(page.getByRole("main")).first()).toBeVisible();
      return page;
    });
    await Promise.all(
      opened.map(async (context) => {
        if (!passedOn) return context.close();
        await Promise.all(context.pages().map((page) => page.close()));
        spare.push(context);
      }),
    );
    expect(problems, "errors in the pages").toEqual([]);
  },
  enter: async ({ open }, use) => {
    await use((login, path = "/chats") => open(path, login));
  },
  visit: async ({ open }, use) => {
    await use((path) => open(path));
  },
});

/** Takes from a new page's browser whatever the story before has left there: its session and all that pages store. */
async function empty(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  // "all" has in it what pages can store; files that the network keeps are not among it.
  await devtools.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await devtools.detach();
  await page.context().clearCookies();
}

interface Traffic {
  underWay: Set<Request>;
  begun: number;
}

const traffics = new WeakMap<Page, Traffic>();

function watchRequests(page: Page): void {
  const traffic: Traffic = { underWay: new Set(), begun: 0 };
  traffics.set(page, traffic);
  page.on("request", (request) => {
    // With another document nobody waits any more for what the one before had asked.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) traffic.underWay.clear();
    traffic.underWay.add(request);
    traffic.begun += 1;
  });
  const ended = (request: Request) => traffic.underWay.delete(request);
  page.on("requestfinished", ended);
  page.on("requestfailed", ended);
}

/**
 * Waits until a page of `enter` or `visit` is complete: nothing is fetched, nothing says that it is loading, nothing
 * moves. Awaited is the page's own idleness and not some quiet time, so that a slow machine needs no longer limit.
 */
export async function settled(page: Page): Promise<void> {
  const traffic = traffics.get(page);
  if (!traffic) throw new Error("only pages of enter and visit are watched");
  const state = async () => {
    const { begun } = traffic;
    const still = await page.evaluate(becomeIdle).catch(() => "another document");
    return traffic.underWay.size > 0 || traffic.begun > begun ? "fetching" : still;
  };
  await expect.poll(state, { intervals: [10, 20, 50] }).toBe("idle");
}

/** Runs in the page. Endless movement is that of something loading, which ends with it. */
async function becomeIdle(): Promise<string> {
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve));
  await idle();
  const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(passing.map((one) => one.finished.catch(() => null)));
  await idle();
  if (document.querySelector("[aria-busy=true], [role=status].animate-pulse")) return "loading";
  return document.querySelector("main, nav, [role=main]") ? "idle" : "blank";
}

/** Whether the page is laid out for a phone. */
export function isPhone(page: Page): boolean {
  return (page.viewportSize()?.width ?? 1440) < 768;
}

/** Opens a conversation from the list by its name. */
export async function openConversation(page: Page, name: string): Promise<void> {
  await page.getByRole("option", { name }).first().click();
  await expect(page.getByRole("heading", { name }).first()).toBeVisible();
}

/** Leaves the open conversation: on a phone back to the list, which a desktop shows beside all along. */
export async function backToList(page: Page): Promise<void> {
  if (isPhone(page)) await page.getByRole("button", { name: "返回" }).click();
  // Its name goes on with how much is unread.
  else await page.getByRole("link", { name: /^消息/ }).click();
}

/** The field that messages are written in. */
export function writing(page: Page): Locator {
  return page.getByRole("textbox", { name: "输入消息" });
}

/** Writes into the open conversation and sees the message there. */
export async function say(page: Page, text: string): Promise<void> {
  await writing(page).fill(text);
  await page.getByRole("button", { name: "发送", exact: true }).click();
  await expect(page.getByRole("log").getByText(text, { exact: true })).toBeVisible();
}

/** Opens the information of the open group: a drawer at the right, on a phone a screen. */
export async function openInfo(page: Page): Promise<void> {
  await page.getByRole("button", { name: "群聊信息" }).click();
  await expect(page.getByText("群成员 ·").first()).toBeVisible();
}
