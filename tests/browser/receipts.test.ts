import { backToList, expect, isPhone, openConversation, openInfo, say, test, writing } from "./stage.ts";

test("A60 Read counts under own messages change live, and open to both lists", { tag: "@desktop" }, async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "已读情况", ["wei", "ana"]);
  const lin = await enter("lin");
  await openConversation(lin, "已读情况");
  await say(lin, "下午三点交付");
  const mark = lin.getByRole("button", { name: /查看名单/ });
  await expect(mark).toHaveText("2 人未读");
  const { lastSeq: seq } = await company.callAs("wei", "conversations.get", { conversationId });
  await company.callAs("wei", "conversations.markRead", { conversationId, seq });
  await expect(mark).toHaveText("1 人未读");
  await mark.click();
  const dialog = lin.getByRole("dialog", { name: "消息接收情况" });
  await expect(dialog.getByText("安娜")).toBeVisible();
  await dialog.getByRole("tab", { name: /^已读/ }).click();
  await expect(dialog.getByText("魏然")).toBeVisible();
  await company.callAs("ana", "conversations.markRead", { conversationId, seq });
  await expect(dialog.getByText("安娜")).toBeVisible();
  await lin.keyboard.press("Escape");
  await expect(mark).toHaveText("全部已读");
  await company.callAs("lin", "groups.setOptions", { groupId: conversationId, options: { receipts: false } });
  await expect(mark).toHaveCount(0);
});

test("A61 A message asks for confirmation; it is confirmed with a tap, the author sees three states and nudges", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "回执消息", ["wei", "ana"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "回执消息")));
  if (isPhone(lin)) await lin.getByRole("button", { name: "更多" }).click();
  await lin.getByRole("button", { name: "回执和加急" }).click();
  await lin.getByRole("checkbox", { name: "需要回执" }).click();
  await say(lin, "请确认放假安排");
  await expect(lin.getByRole("checkbox", { name: "需要回执" })).toHaveCount(0);
  const mark = lin.getByRole("button", { name: /查看名单/ });
  await expect(mark).toHaveText("0/2 人已确认");
  await wei.getByRole("button", { name: "确认收到" }).click();
  await expect(wei.getByText("已确认收到")).toBeVisible();
  await expect(mark).toHaveText("1/2 人已确认");
  await mark.click();
  const dialog = lin.getByRole("dialog", { name: "消息接收情况" });
  await expect(dialog.getByText("安娜")).toBeVisible();
  await dialog.getByRole("tab", { name: /^已确认/ }).click();
  await expect(dialog.getByText("魏然")).toBeVisible();
  const download = lin.waitForEvent("download");
  await dialog.getByRole("link", { name: "导出" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await dialog.getByRole("button", { name: "提醒未确认的人" }).click();
  await expect(lin.getByText("已提醒 1 人")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "提醒未确认的人" })).toBeDisabled();
  await company.callAs("ana", "messages.confirm", {
    conversationId,
    seq: (await company.callAs("ana", "conversations.get", { conversationId })).lastSeq,
  });
  await lin.keyboard.press("Escape");
  await expect(mark).toHaveText("全部已确认");
});

test("An announcement that asks for it is confirmed from the bar", { tag: "@desktop" }, async ({ enter, company }) => {
  const groupId = await company.group("lin", "公告回执", ["wei"]);
  await company.callAs("lin", "groups.announce", { groupId, text: "周五停电", confirm: true });
  const wei = await enter("wei");
  await openConversation(wei, "公告回执");
  await wei
    .getByRole("button", { name: /周五停电/ })
    .first()
    .click();
  await wei.getByRole("dialog").getByRole("button", { name: "确认收到" }).click();
  await expect(wei.getByRole("dialog").getByText("已确认收到")).toBeVisible();
});

test("A58 A message for another conversation is told in the page and leads there; levels and quiet times are kept", async ({
  enter,
  company,
}) => {
  const first = await company.group("lin", "通知甲群", ["wei"]);
  const second = await company.group("lin", "通知乙群", ["wei"]);
  const wei = await enter("wei");
  await openConversation(wei, "通知甲群");
  await expect(writing(wei)).toBeVisible();
  const send = (conversationId: typeof first, text: string) =>
    company.callAs("lin", "messages.send", {
      conversationId,
      clientId: crypto.randomUUID() as never,
      text,
      mentions: [],
      mentionAll: false,
      replyToSeq: null,
    });
  const notice = wei.getByRole("button", { name: "查看", exact: true });
  await expect(async () => {
    await send(second, "乙群有事");
    await expect(notice.first()).toBeVisible({ timeout: 1_500 });
  }).toPass();
  await notice.first().click();
  await expect(wei.getByRole("heading", { name: "通知乙群" }).first()).toBeVisible();
  await openInfo(wei);
  await wei.getByRole("combobox", { name: "消息通知" }).click();
  await wei.getByRole("option", { name: "不通知" }).click();
  await expect
    .poll(async () => (await company.callAs("wei", "conversations.get", { conversationId: second })).notify)
    .toBe("none");
  if (isPhone(wei)) await wei.getByRole("button", { name: "返回" }).click();
  await backToList(wei);
  await wei.goto(`${company.url}/settings${isPhone(wei) ? "?section=notices" : ""}`);
  await wei.getByRole("switch", { name: /勿扰时段/ }).click();
  await wei.getByLabel("开始").fill("21:30");
  await expect
    .poll(async () => (await company.callAs("wei", "notifications.settings", {})).settings.quiet)
    .toMatchObject({ on: true, from: "21:30" });
  await wei.getByRole("button", { name: "1 小时" }).click();
  await expect(wei.getByText(/通知已暂停至/)).toBeVisible();
});
