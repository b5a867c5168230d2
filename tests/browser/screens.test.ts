import type { Page } from "@playwright/test";
import type { ConversationId, MessageContentDraft } from "@qunxin/protocol";
import { axeOn } from "./axe.ts";
import type { Company } from "./company.ts";
import { expect, isPhone, settled, test } from "./stage.ts";

// Everything of the company is seen here, so no other story may have left a word in it. As in everyday use, all but
// the first visit go through the service worker.
test.use({ companyOf: "screens", serviceWorkers: "allow" });

/** What the visits lead to: a group of the administrator's with messages, so that no screen is empty. */
interface World extends Company {
  groupId: ConversationId;
}

type Visit = (page: Page, world: World) => Promise<void>;

const at =
  (path: string): Visit =>
  async (page, { url }) => {
    await page.goto(url + path);
  };

/** Every main screen; the first ones without a session. */
const outside: Record<string, Visit> = {
  login: at("/login"),
  setup: at("/setup"),
  "signed-out 404": at("/nowhere"),
};

const inside: Record<string, Visit> = {
  chats: at("/chats"),
  conversation: async (page, { url, groupId }) => {
    await page.goto(`${url}/chats/${groupId}`);
    await page.getByRole("log").waitFor();
  },
  "conversation information": async (page, { url, groupId }) => {
    await page.goto(`${url}/chats/${groupId}?panel=info`);
    await page.getByRole("switch").first().waitFor();
  },
  search: at("/chats/search"),
  "search, messages": async (page, { url }) => {
    await page.goto(`${url}/chats/search?q=See&tab=messages`);
    await page.getByRole("option").last().waitFor();
  },
  "search of a conversation": async (page, { url, groupId }) => {
    await page.goto(`${url}/chats/${groupId}?panel=search`);
    await page.getByRole("tab").first().waitFor();
  },
  "new group, members": openNewGroup,
  "new group, details": async (page, world) => {
    await openNewGroup(page, world);
    await page.getByRole("treeitem").nth(1).click();
    await page.getByRole("dialog").getByRole("button").last().click();
    await page.getByRole("dialog").getByRole("textbox").first().waitFor();
  },
  contacts: at("/contacts"),
  department: async (page, { url, call }) => {
    const { departments } = await call("directory.departments", { parentId: null });
    await page.goto(`${url}/contacts/departments/${departments[0]?.id}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  },
  workbench: at("/workbench"),
  settings: at("/settings"),
  "the 我 tab": at("/me"),
  "administration, overview": at("/admin"),
  "administration, directory": at("/admin/directory"),
  "administration, imports": at("/admin/imports"),
  "administration, policies": at("/admin/policies"),
  "administration, retention": at("/admin/retention"),
  join: async (page, { url, call, groupId }) => {
    const { token } = await call("groups.createInvite", { key: crypto.randomUUID() as never, groupId, kind: "link" });
    await page.goto(`${url}/join/${token}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
  },
  "404": at("/chats/nowhere"),
};

async function openNewGroup(page: Page, { url }: Company): Promise<void> {
  await page.goto(`${url}/workbench`);
  await page.locator("main section button").first().click();
  await page.getByRole("treeitem").nth(1).waitFor();
}

async function furnish(company: Company): Promise<World> {
  const selection = { people: Object.values(company.ids), departments: [], groups: [], except: [] };
  const { groupId } = await company.call("groups.create", {
    key: crypto.randomUUID() as never,
    type: "normal",
    name: "Review",
    announcement: "Friday 15:00",
    selection,
    followDepartments: false,
  });
  for (const { text = "", content } of said(company)) {
    await company.call("messages.send", {
      conversationId: groupId,
      clientId: crypto.randomUUID() as never,
      text,
      mentions: [],
      mentionAll: false,
      replyToSeq: null,
      ...(content ? { content } : {}),
    });
  }
  return { ...company, groupId };
}

/** One message of each kind that needs no file. */
function said({ ids }: Company): { text?: string; content?: MessageContentDraft }[] {
  const poll = { question: "Where to?", options: ["Hills", "Games"], multiple: true, anonymous: false, closesAt: null };
  const place = { name: "Tower", address: "1 Main Street", latitude: 31.2335, longitude: 121.5055 };
  return [
    { text: "See https://example.com" },
    {
      text: "# Plan\n- [x] one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```ts\nrun();\n```",
      content: { type: "markdown" },
    },
    { content: { type: "poll", ...poll } },
    { content: { type: "chain", title: "Tea on Friday", example: "name + drink" } },
    { content: { type: "card", personId: ids.ana } },
    { content: { type: "location", ...place } },
    { content: { type: "sticker", name: "great" } },
  ];
}

for (const [who, screens] of Object.entries({ "without a session": outside, "for who is signed in": inside })) {
  test(`Every screen ${who} is free of serious accessibility faults in the light and the dark theme`, async ({
    enter,
    visit,
    company,
  }) => {
    test.setTimeout(180_000);
    const world = await furnish(company);
    const page = screens === outside ? await visit("/login") : await enter("admin");
    const faults: string[] = [];
    for (const [name, show] of Object.entries(screens)) {
      await show(page, world);
      for (const theme of ["light", "dark"] as const) {
        // Nobody chose a theme here, so that the page follows the system's while it is open.
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
        await settled(page);
        for (const fault of await seriousFaults(page, theme)) faults.push(`${name}, ${theme}: ${fault}`);
      }
    }
    expect(faults).toEqual([]);
  });
}

async function seriousFaults(page: Page, theme: "light" | "dark"): Promise<string[]> {
  const axe = await axeOn(page);
  // The themes differ in nothing but colours.
  if (theme === "light") axe.withTags(["wcag2a", "wcag2aa"]);
  else axe.withRules(["color-contrast"]);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(" ")} ${nodes[0]?.failureSummary ?? ""}`);
}

for (const [who, screens] of Object.entries({ "without a session": outside, "for who is signed in": inside })) {
  test(`In English no word of the interface ${who} is Chinese, and nothing overflows to the side, on a phone not even at 320 px`, async ({
    enter,
    visit,
    company,
  }) => {
    test.setTimeout(180_000);
    const world = await furnish(company);
    const faults: string[] = [];
    const data = await companyData(company);
    const page = screens === outside ? await visit("/login") : await enter("admin");
    await page.evaluate(() => localStorage.setItem("qunxin.locale", "en"));
    // A chosen theme holds on every screen, whatever the system's.
    await page.evaluate(() => localStorage.setItem("qunxin.theme", "dark"));
    if (isPhone(page)) await page.setViewportSize({ width: 320, height: 640 });
    for (const [name, show] of Object.entries(screens)) {
      await show(page, world);
      await settled(page);
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
      await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
      for (const word of await chineseWords(page, data)) faults.push(`${name}: ${word}`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) faults.push(`${name}: ${over} px too wide`);
    }
    expect(faults).toEqual([]);
  });
}

/** Names of people, positions and departments, which stay as they are in every language; and the languages' own names. */
async function companyData({ call }: Company): Promise<string[]> {
  const { departments } = await call("directory.departments", { parentId: null });
  const root = departments[0];
  if (!root) throw new Error("no root department");
  const { people } = await call("directory.people", { departmentId: root.id, below: true, limit: 100 });
  const names = people.flatMap(({ name, position, placements }) => [
    name,
    ...(position ? [position] : []),
    ...placements.flatMap(({ path }) => path),
  ]);
  return [...new Set([...names, root.name, "简体中文", ...importColumns])].sort((a, b) => b.length - a.length);
}

/** Columns of the import file, which are the same whatever the language of the interface. */
const importColumns = ["姓名", "账号", "手机", "邮箱", "部门", "职务", "性别", "工号", "是否领导", "状态"];

/** Chinese left in texts, labels and placeholders once the company's own data is taken out. */
async function chineseWords(page: Page, data: readonly string[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [document.title];
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest("[aria-hidden=true], script, style")) continue;
      for (const name of ["aria-label", "placeholder", "title", "alt"]) found.push(element.getAttribute(name) ?? "");
      for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) found.push(child.nodeValue ?? "");
    }
    return found;
  });
  const rest = texts.map((text) => data.reduce((left, name) => left.replaceAll(name, ""), text));
  return [...new Set(rest.filter((text) => /\p{Script=Han}/u.test(text)))];
}
