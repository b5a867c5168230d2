import { actOn, log, sayAs } from "./acts.ts";
import { expect, isPhone, openConversation, test, writing } from "./stage.ts";

test("A55 What is recalled is gone for all: a placeholder stays, quotes are masked, its author may say it again", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const conversationId = await company.group("lin", "撤回群", ["wei"]);
  const seq = await sayAs(company, "lin", conversationId, "价格是 @魏然 三万", { mentions: [company.ids.wei] });
  await sayAs(company, "wei", conversationId, "太贵了", { replyToSeq: seq });
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "撤回群")));
  await expect(log(wei).getByText("林晓：价格是")).toBeVisible();

  await actOn(lin, "三万", "撤回");
  await expect(log(wei).getByText("林晓 撤回了一条消息")).toBeVisible();
  for (const page of [lin, wei]) {
    await expect(log(page).getByText("引用的消息已撤回")).toBeVisible();
    await expect(log(page).getByText("价格是")).toHaveCount(0);
  }
  await expect(log(wei).getByRole("button", { name: "重新编辑" })).toHaveCount(0);

  await lin.reload();
  await log(lin).getByRole("button", { name: "重新编辑" }).click();
  await expect(writing(lin)).toHaveValue("价格是 @魏然 三万");
  await writing(lin).press("End");
  await writing(lin).pressSequentially("五");
  await lin.getByRole("button", { name: "发送", exact: true }).click();
  await expect(log(wei).getByText("三万五")).toBeVisible();
  const { entries } = await company.callAs("wei", "messages.history", { conversationId });
  expect(entries.at(-1)?.body).toMatchObject({ text: "价格是 @魏然 三万五", mentions: [company.ids.wei] });
});

test("An emoji is put on a message and taken away, seen by the other at once", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "表情群", ["wei"]);
  const seq = await sayAs(company, "wei", conversationId, "上线了");
  await company.callAs("wei", "messages.react", { conversationId, seq, emoji: "🎉", on: true });
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "表情群")));
  if (isPhone(lin)) await actOn(lin, "上线了", "👍");
  else {
    await log(lin).getByText("上线了").hover();
    await lin.getByRole("button", { name: "表情回应", exact: true }).click();
    await lin.getByRole("button", { name: "👍", exact: true }).click();
  }
  await expect(log(wei).getByRole("button", { name: "👍 1 人", exact: true })).toBeVisible();
  await log(lin).getByRole("button", { name: "🎉 1 人", exact: true }).click();
  await expect(log(lin).getByRole("button", { name: "🎉 2 人，包括你" })).toHaveAttribute("aria-pressed", "true");
  await expect(log(wei).getByRole("button", { name: "🎉 2 人，包括你" })).toBeVisible();
  await log(lin).getByRole("button", { name: "👍 1 人，包括你" }).click();
  await expect(log(wei).getByRole("button", { name: /👍/ })).toHaveCount(0);
});

test("Answers in a thread are gathered beside the conversation, and lead there from the main flow", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "话题群", ["wei"]);
  const root = await sayAs(company, "wei", conversationId, "周会改到几点？");
  await sayAs(company, "wei", conversationId, "另一件事");
  const page = await enter("lin");
  await openConversation(page, "话题群");
  await actOn(page, "周会改到几点？", "话题");
  const answer = page.getByRole("textbox", { name: "回复话题" });
  await answer.fill("下午三点");
  await page.getByRole("button", { name: "发送", exact: true }).last().click();
  const thread = page.getByRole("log", { name: "话题" });
  await expect(thread.getByText("下午三点")).toBeVisible();
  await sayAs(company, "wei", conversationId, "收到", { thread: root });
  await expect(thread.getByText("收到")).toBeVisible();
  await expect(thread.getByText("另一件事")).toHaveCount(0);
  await page
    .getByRole("button", { name: isPhone(page) ? "返回" : "关闭", exact: true })
    .last()
    .click();
  await expect(thread).toHaveCount(0);
  await expect(log(page).getByRole("button", { name: "回复话题：周会改到几点？" })).toHaveCount(2);
  await log(page).getByRole("button", { name: "2 条回复" }).click();
  await expect(thread.getByText("收到")).toBeVisible();
});

test("Several messages are chosen and forwarded, kept, copied or deleted together", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "多选群", ["wei"]);
  for (const text of ["第一条", "第二条", "第三条"]) await sayAs(company, "wei", conversationId, text);
  const page = await enter("lin");
  await openConversation(page, "多选群");
  await actOn(page, "第一条", "多选");
  const boxes = log(page).getByRole("checkbox");
  await expect(boxes).toHaveCount(3);
  await boxes.nth(2).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("toolbar", { name: "对选中的消息" });
  await expect(bar.getByText("已选 3 条")).toBeVisible();
  await bar.getByRole("button", { name: "合并转发" }).click();
  await expect(page.getByRole("dialog", { name: "转发给" })).toBeVisible();
  await page.keyboard.press("Escape");
  await bar.getByRole("button", { name: "收藏" }).click();
  await expect(bar).toHaveCount(0);
  const { favourites } = await company.callAs("lin", "favourites.list", { text: "条" });
  expect(favourites.filter((one) => one.conversationId === conversationId)).toHaveLength(3);

  await actOn(page, "第二条", "多选");
  await bar.getByRole("button", { name: "删除" }).click();
  await page.getByRole("dialog", { name: "删除这条消息？" }).getByRole("button", { name: "删除" }).click();
  await expect(log(page).getByText("第二条")).toHaveCount(0);
  await expect(log(page).getByText("第三条")).toBeVisible();
  const theirs = await company.callAs("wei", "messages.history", { conversationId });
  expect(theirs.entries.some(({ body }) => body.kind === "message" && body.text === "第二条")).toBe(true);
});

test("A message is changed in its place, marked as edited, and its author and staff see what it said before", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "编辑群", ["wei"]);
  await sayAs(company, "wei", conversationId, "周三开会");
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "编辑群")));
  const field = wei.getByRole("textbox", { name: "编辑消息" });
  if (!isPhone(wei)) {
    await writing(wei).press("ArrowUp");
    await expect(field).toHaveValue("周三开会");
    await field.press("Escape");
    await expect(field).toHaveCount(0);
    await expect(writing(wei)).toBeFocused();
  }
  await actOn(wei, "周三开会", "编辑");
  await expect(field).toHaveValue("周三开会");
  await field.fill("周四开会");
  if (isPhone(wei)) await wei.getByRole("button", { name: "保存", exact: true }).click();
  else await field.press("Enter");
  for (const page of [lin, wei]) await expect(log(page).getByText("周四开会")).toBeVisible();
  if (!isPhone(wei)) await expect(writing(wei)).toBeFocused();
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
  await Promise.all([lin, wei].map((page) => openConversation(page, "钉住群")));
  await company.callAs("lin", "messages.pin", { conversationId, seq: seqOf(2), on: true });
  const bar = wei.getByRole("region", { name: "置顶消息" });
  await expect(bar.getByText("第 2 句")).toBeVisible();
  await expect(log(wei).getByText("第 2 句", { exact: true })).toHaveCount(0);
  await bar.getByRole("button", { name: /第 2 句/ }).click();
  await expect(log(wei).getByText("第 2 句", { exact: true })).toBeInViewport();
  await actOn(lin, "第 40 句", "置顶");
  await expect(bar.getByText("1/2")).toBeVisible();
  await lin.getByRole("button", { name: "查看全部置顶消息" }).click();
  const unpin = lin.getByRole("button", { name: "取消置顶" });
  await expect(unpin).toHaveCount(2);
  await lin.getByRole("listitem").filter({ has: unpin, hasText: "第 2 句" }).getByRole("button").last().click();
  await expect(unpin).toHaveCount(1);
  await expect(bar.getByText("1/2")).toHaveCount(0);
});
