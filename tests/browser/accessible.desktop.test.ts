import type { Locator, Page } from "@playwright/test";
import { log, sayAs } from "./acts.ts";
import { axeOn } from "./axe.ts";
import type { Company } from "./company.ts";
import { expect, openConversation, openInfo, settled, test, writing } from "./stage.ts";

/** What opens over a conversation, by the name of what opens it; first what needs no panel. */
const inConversation = [
  "发起",
  "添加成员",
  "表情",
  "按日期查找",
  "投票",
  "接龙",
  "位置",
  "名片",
  "添加表情回应",
  "1 人未读，查看名单",
  "查看魏然的资料",
];
const inPanel = [
  "编辑群名称和简介",
  "查看全部",
  /^群公告/,
  "邀请入群",
  /^按部门自动同步/,
  "群管理",
  "转让群主",
  "解散群聊",
];

test("Every dialog, menu and panel is free of accessibility faults in both themes, and gives the focus back", async ({
  enter,
  company,
}) => {
  test.setTimeout(180_000);
  await talk(company, "焦点群");
  const page = await enter("lin");
  await openConversation(page, "焦点群");
  await expect(log(page).getByText("我说的话")).toBeVisible();
  const faults: string[] = [];
  const conversation = page.locator("body");
  for (const name of inConversation) {
    faults.push(...(await visit(page, conversation.getByRole("button", { name, exact: true }).first(), name)));
  }
  await openInfo(page);
  const panel = page.getByRole("complementary", { name: "详细信息" });
  faults.push(...(await faultsIn(page, "[role=complementary], aside", "panel")));
  for (const name of inPanel)
    faults.push(...(await visit(page, panel.getByRole("button", { name }).first(), `${name}`)));
  await panel.getByRole("button", { name: "关闭" }).press("Enter");
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole("button", { name: "群聊信息" })).toBeFocused();
  expect(faults).toEqual([]);
});

const surface = "[role=dialog], [role=alertdialog], [role=menu]";

/** Opens something with the keyboard, looks at it, and closes it again. */
async function visit(page: Page, opener: Locator, name: string): Promise<string[]> {
  await opener.focus();
  await opener.press("Enter");
  const opened = page.locator(surface);
  await expect(opened.first(), `${name} opens something`).toBeVisible();
  const faults = await faultsIn(page, surface, name);
  await page.keyboard.press("Escape");
  await expect(opened, `${name} closes`).toHaveCount(0);
  const back = await expect
    .poll(() => isFocused(opener), { timeout: 3_000 })
    .toBe(true)
    .then(
      () => true,
      () => false,
    );
  return back ? faults : [...faults, `${name}: the focus is not back`];
}

function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}

async function faultsIn(page: Page, selector: string, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await settled(page);
    const axe = (await axeOn(page)).include(selector);
    // The themes differ in nothing but colours.
    const { violations } = await (theme === "light" ? axe : axe.withRules(["color-contrast"])).analyze();
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    faults.push(...grave.map(({ id, nodes }) => `${name}, ${theme}: ${id} at ${nodes[0]?.target.join(" ")}`));
  }
  return faults;
}

test("A message is read as sender, text, then the rest; twenty at once are told as one, and nothing else speaks", async ({
  enter,
  company,
}) => {
  const group = await talk(company, "朗读群");
  const page = await enter("lin");
  await openConversation(page, "朗读群");
  await expect(log(page).getByRole("article", { name: /^魏然/ }).first()).toMatchAriaSnapshot(`
    - article /^魏然 \\d+:\\d+$/:
      - text: 第一句话
      - group "表情回应":
        - button /🎉/
        - button "添加表情回应"
      - button "查看魏然的资料"
  `);
  await settled(page);
  await page.evaluate(listen);
  const started = performance.now();
  await Promise.all(Array.from({ length: 20 }, (_, index) => sayAs(company, "wei", group, `连发 ${index}`)));
  await expect(log(page).getByText(/连发 \d+/)).toHaveCount(20);
  const spoken = () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
  const told = async () => (await spoken()).map((text) => Number(/(\d+) 条/.exec(text)?.[1] ?? 1));
  await expect.poll(async () => (await told()).reduce((sum, one) => sum + one, 0)).toBe(20);
  // What comes within 1.2 s is one; a slow machine needs longer for twenty.
  expect((await told()).length).toBeLessThanOrEqual(Math.ceil((performance.now() - started) / 1_200));
});

/** Runs in the page: notes what a screen reader would say by itself. */
function listen(): void {
  const spoken: string[] = [];
  Object.assign(window, { spoken });
  const regions = "[aria-live], [role=status], [role=alert], [role=log]";
  new MutationObserver((records) => {
    const elements = records.map(({ target }) => (target instanceof Element ? target : target.parentElement));
    for (const region of new Set(elements.map((element) => element?.closest(regions)))) {
      if (region?.textContent && region.getAttribute("aria-live") !== "off") spoken.push(region.textContent);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

test("At 200 % everything of a conversation is there and reached; who wants no movement gets none", async ({
  enter,
  company,
}) => {
  await talk(company, "放大群");
  const page = await enter("lin");
  await page.emulateMedia({ reducedMotion: "reduce" });
  // A window of 1440 × 900 at that zoom.
  await page.setViewportSize({ width: 720, height: 450 });
  await openConversation(page, "放大群");
  await expect(log(page).getByText("我说的话")).toBeInViewport({ ratio: 1 });
  await expect(writing(page)).toBeInViewport({ ratio: 1 });
  await page.getByRole("button", { name: "群聊信息" }).click();
  await expect(page.getByText("群成员 ·").first()).toBeInViewport();
  await page.getByRole("button", { name: "解散群聊" }).click();
  await expect(page.getByRole("dialog").getByRole("button").last()).toBeInViewport({ ratio: 1 });
  const { over, moving } = await page.evaluate(() => ({
    over: document.documentElement.scrollWidth - window.innerWidth,
    moving: [...document.querySelectorAll("*")].filter((element) => {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
      const longest = Math.max(...transitionDuration.split(",").map(Number.parseFloat));
      return longest > 0.001 || (animationName !== "none" && Number.parseFloat(animationDuration) > 0.001);
    }).length,
  }));
  expect({ over, moving }).toEqual({ over: 0, moving: 0 });
});

/** A group of lin's in which both have spoken. */
async function talk(company: Company, name: string) {
  const conversationId = await company.group("lin", name, ["wei"]);
  const seq = await sayAs(company, "wei", conversationId, "第一句话");
  await company.callAs("lin", "messages.react", { conversationId, seq, emoji: "🎉", on: true });
  await sayAs(company, "lin", conversationId, "我说的话");
  return conversationId;
}
