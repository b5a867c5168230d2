import { actOn, log, sayAs } from "./acts.ts";
import { expect, openConversation, test, writing } from "./stage.ts";

test("A message is changed in its place, marked as edited, and its author and staff see what it said before", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "编辑群", ["wei"]);
  await sayAs(company, "wei", conversationId, "周三开会");
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  for (const page of [lin, wei]) await openConversation(page, "编辑群");
  await writing(wei).press("ArrowUp");
  const field = wei.getByRole("textbox", { name: "编辑消息" });
  await expect(field).toHaveValue("周三开会");
  await field.press("Escape");
  await expect(field).toHaveCount(0);
  await expect(writing(wei)).toBeFocused();
  await actOn(wei, "周三开会", "编辑");
  await field.fill("周四开会");
  await field.press("Enter");
  await expect(log(lin).getByText("周四开会")).toBeVisible();
  await expect(writing(wei)).toBeFocused();
  await log(lin).getByRole("button", { name: "已编辑" }).click();
  await expect(lin.getByRole("dialog", { name: "编辑记录" }).getByText("周三开会")).toBeVisible();
});

test("A pinned message stands under the header for all, leads to its place, and is unpinned from the list", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "钉住群", ["wei"]);
  for (let number = 1; number <= 40; number++) await sayAs(company, "wei", conversationId, `第 ${number} 句`);
  const seqOf = (number: number) => number + 1;
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  for (const page of [lin, wei]) await openConversation(page, "钉住群");
  await company.callAs("lin", "messages.pin", { conversationId, seq: seqOf(2), on: true });
  const bar = wei.getByRole("region", { name: "置顶消息" });
  await expect(bar.getByText("第 2 句")).toBeVisible();
  await expect(log(wei).getByText("第 2 句", { exact: true })).toHaveCount(0);
  await bar.getByRole("button", { name: /第 2 句/ }).click();
  await expect(log(wei).getByText("第 2 句", { exact: true })).toBeInViewport();
  await actOn(lin, "第 40 句", "置顶");
  await expect(bar.getByText("1/2")).toBeVisible();
  await lin.getByRole("button", { name: "查看全部置顶消息" }).click();
  const drawer = lin.getByRole("complementary").filter({ hasText: "置顶消息" });
  await drawer.getByRole("listitem").filter({ hasText: "第 2 句" }).getByRole("button", { name: "取消置顶" }).click();
  await expect(drawer.getByRole("listitem")).toHaveCount(1);
  await expect(bar.getByText("1/2")).toHaveCount(0);
});

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
  await log(page).focus();
  const last = log(page).getByRole("article").last();
  await keyboard.press("ArrowDown");
  await expect(last).toBeFocused();
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
