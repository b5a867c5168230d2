import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { type Company, foundCompany } from "./company.ts";
import { startProduct } from "./product.ts";

export { expect };

interface Fixtures {
  /** Opens a path on a browser of its own; at the end of the test no page may have thrown. */
  open(path: string, login?: string): Promise<Page>;
  /** A browser of one's own, signed in as that person, on the conversation list. */
  enter(login: string, path?: string): Promise<Page>;
  /** A browser that nobody is signed in on. */
  visit(path: string): Promise<Page>;
}

/** Tests in the company of `company.ts`: one product for the tests of a worker, a browser for each person. */
export const test = base.extend<Fixtures, { company: Company }>({
  company: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
    async ({}, use) => {
      const product = await startProduct();
      const company = await foundCompany(product);
      await use(company);
      await company.dispose();
      await product.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  open: async ({ browser, company, contextOptions }, use) => {
    const problems: string[] = [];
    await use(async (path, login) => {
      const context = await browser.newContext(contextOptions);
      if (login !== undefined) await company.signIn(context, login);
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(`${login}: ${error.message}`));
      await page.goto(company.url + path);
      await expect(page.getByRole("navigation").or(page.getByRole("main")).first()).toBeVisible();
      return page;
    });
    for (const context of browser.contexts()) await context.close();
    expect(problems, "errors in the pages").toEqual([]);
  },
  enter: async ({ open }, use) => {
    await use((login, path = "/chats") => open(path, login));
  },
  visit: async ({ open }, use) => {
    await use((path) => open(path));
  },
});

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
