import { log, sayAs } from "./acts.ts";
import { expect, openConversation, test, writing } from "./stage.ts";

test("With the keyboard a message is chosen, its menu opened, and the focus comes back; ? shows all keys", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "键盘选择群", ["wei"]);
  for (const text of ["上一句", "下一句"]) await sayAs(company, "wei", conversationId, text);
  const page = await enter("lin");
  const { keyboard } = page;
  await openConversation(page, "键盘选择群");
  await expect(log(page).getByText("下一句")).toBeVisible();
  const last = log(page).getByRole("article").last();
  // What the keys do comes a moment behind the messages.
  await expect(async () => {
    await log(page).focus();
    await keyboard.press("ArrowDown");
    await expect(last).toBeFocused({ timeout: 500 });
  }).toPass();
  await keyboard.press("ArrowUp");
  await expect(log(page).getByRole("article").first()).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await keyboard.press("Escape");
  await expect(log(page).getByRole("article").first()).toBeFocused();
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "回复" }).press("Enter");
  await expect(writing(page)).toBeFocused();
  await expect(page.getByText("回复 魏然")).toBeVisible();
  await log(page).focus();
  await keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "键盘快捷键" })).toBeVisible();
});

test("The list is drawn wider with the keyboard or the mouse, and stays so", async ({ enter }) => {
  const page = await enter("lin");
  const edge = page.getByRole("separator", { name: "调整列表宽度" });
  await edge.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", "316");
  const box = await edge.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 4, 300);
  await page.mouse.down();
  await page.mouse.move(900, 300, { steps: 3 });
  await page.mouse.up();
  await page.reload();
  await expect(edge).toHaveAttribute("aria-valuenow", "380");
  await expect.poll(async () => (await page.getByRole("region", { name: "列表" }).boundingBox())?.width).toBe(380);
});
