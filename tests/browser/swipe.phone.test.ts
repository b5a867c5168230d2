import { actOn, log, sayAs } from "./acts.ts";
import { expect, openConversation, settled, test } from "./stage.ts";

test("A row of the list is drawn aside by a finger: 置顶, 已读, 移除", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "左滑群", ["wei"]);
  await sayAs(company, "lin", conversationId, "看一下");
  const page = await enter("wei");
  const row = page.getByRole("option", { name: "左滑群" });
  await expect(row).toBeVisible();
  const touch = await page.context().newCDPSession(page);
  const box = (await row.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (x: number) => [{ x, y: box.y + box.height / 2 }];
  // What follows the finger comes behind the list.
  await settled(page);
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(340) });
  for (const x of [320, 280, 200, 120]) {
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(x) });
  }
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(page.getByRole("button", { name: "移除" })).toBeVisible();
  await page.getByRole("button", { name: "置顶" }).tap();
  await expect.poll(async () => await pinned()).toBe(true);
  await expect(page.getByRole("button", { name: "移除" })).toHaveCount(0);
  await openConversation(page, "左滑群");

  async function pinned(): Promise<boolean> {
    const { pinnedAt } = await company.callAs("wei", "conversations.get", { conversationId });
    return pinnedAt !== null;
  }
});

test("The menu of a message on a phone has the likely emoji on top", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "长按群", ["wei"]);
  await sayAs(company, "lin", conversationId, "按住我");
  const page = await enter("wei");
  await openConversation(page, "长按群");
  await actOn(page, "按住我", "❤");
  await expect(log(page).getByRole("button", { name: "❤ 1 人，包括你" })).toBeVisible();
});
