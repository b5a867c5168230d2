import { log, sayAs } from "./acts.ts";
import type { Company } from "./company.ts";
import { expect, openConversation, settled, test, writing } from "./stage.ts";

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
