import type { Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import type { Account, Company } from "./company.ts";
import { backToList, expect, openConversation, say, test, writing } from "./stage.ts";

const choices = (page: Page) => page.getByRole("listbox", { name: "选择要提及的成员" });
const row = (page: Page, name: string) => page.getByRole("option", { name });
const log = (page: Page) => page.getByRole("log");
const send = (page: Page) => page.getByRole("button", { name: "发送", exact: true });

async function sendAs(company: Company, account: Account, conversationId: ConversationId, text: string): Promise<void> {
  const said = { clientId: newKey(), text, mentions: [], mentionAll: false, replyToSeq: null } as const;
  await company.callAs(account, "messages.send", { conversationId, ...said, mentions: [] });
}

test("Members are mentioned by pinyin initials or by a click; whoever is mentioned sees it in list and message", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "提及", ["wei", "bo"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await openConversation(lin, "提及");
  await writing(lin).pressSequentially("请 @wr");
  await expect(choices(lin).getByRole("option")).toHaveCount(1);
  await writing(lin).press("Enter");
  await writing(lin).pressSequentially("和 @");
  await choices(lin).getByRole("option", { name: "薄言" }).click();
  await expect(writing(lin)).toHaveValue("请 @魏然 和 @薄言 ");
  await writing(lin).pressSequentially("看一下");
  await send(lin).click();
  await expect(log(lin).getByText("看一下")).toBeVisible();

  await expect(row(wei, "提及")).toContainText("[有人@我]");
  await openConversation(wei, "提及");
  await expect(log(wei).getByText("@魏然", { exact: true })).toHaveCSS("font-weight", "500");
  await expect(log(wei).getByText("@薄言", { exact: true })).toHaveCSS("font-weight", "400");
  // It counts as read once it was on the screen for a second.
  const unseen = async () => (await company.callAs("wei", "conversations.get", { conversationId })).mentionSeqs;
  await expect.poll(unseen).toEqual([]);
  await backToList(wei);
  await expect(row(wei, "提及")).not.toContainText("[有人@我]");
});

test("A reply quotes the message and leads back to it, however far up it is", async ({ enter, company }) => {
  const group = await company.group("lin", "引用", ["wei"]);
  const page = await enter("wei");
  await openConversation(page, "引用");
  await sendAs(company, "lin", group, "最早的问题");
  await log(page).getByText("最早的问题").click({ button: "right" });
  await page.getByRole("menuitem", { name: "回复" }).click();
  await expect(page.getByText("回复 林晓")).toBeVisible();
  for (let count = 1; count <= 40; count++) await sendAs(company, "lin", group, `后来的话 ${count}`);
  await expect(log(page).getByText("后来的话 40")).toBeVisible();
  await say(page, "这是回答");
  const asked = log(page).getByRole("article").filter({ hasText: "最早的问题" }).filter({ hasNotText: "这是回答" });
  await expect(asked).not.toBeInViewport();
  await page.getByRole("button", { name: "林晓：最早的问题" }).click();
  await expect(asked).toBeInViewport();
});

test("A58 What one device of a person reads is read on the other", { tag: "@desktop" }, async ({ enter, company }) => {
  const group = await company.group("lin", "两台设备", ["bo"]);
  const [first, second] = await Promise.all([enter("bo"), enter("bo")]);
  await expect(row(first, "两台设备")).toBeVisible();
  for (const text of ["一", "二", "三"]) await sendAs(company, "lin", group, text);
  for (const device of [first, second]) await expect(row(device, "两台设备").getByText("3 条未读")).toBeAttached();
  await openConversation(first, "两台设备");
  await expect(row(second, "两台设备").getByText(/条未读/)).toHaveCount(0);
  await expect(row(second, "两台设备")).toContainText("林晓：三");
});

test("What is half written stays as a draft, and the list says so", async ({ enter, company }) => {
  await company.group("lin", "草稿甲", ["wei"]);
  await company.group("lin", "草稿乙", ["wei"]);
  const page = await enter("wei");
  await openConversation(page, "草稿甲");
  await writing(page).fill("写到一半");
  await backToList(page);
  await openConversation(page, "草稿乙");
  await backToList(page);
  await expect(row(page, "草稿甲")).toContainText("[草稿]写到一半");
  await openConversation(page, "草稿甲");
  await expect(writing(page)).toHaveValue("写到一半");
  await send(page).click();
  await backToList(page);
  await expect(row(page, "草稿甲")).not.toContainText("[草稿]");
});

test("Others see who is typing", { tag: "@desktop" }, async ({ enter, company }) => {
  await company.group("lin", "输入中", ["wei"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "输入中")));
  await writing(lin).pressSequentially("我在想");
  await expect(wei.getByText("林晓 正在输入…")).toBeVisible();
  await send(lin).click();
  await expect(log(wei).getByText("我在想")).toBeVisible();
  await expect(wei.getByText("林晓 正在输入…")).toHaveCount(0);
});

test("Enter that ends an input method's composition does not send", { tag: "@desktop" }, async ({ enter, company }) => {
  await company.group("lin", "输入法", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "输入法");
  await writing(page).focus();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Input.imeSetComposition", { text: "ni'hao", selectionStart: 6, selectionEnd: 6 });
  await devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", windowsVirtualKeyCode: 13 });
  await expect(writing(page)).toHaveValue("ni'hao");
  await devtools.send("Input.insertText", { text: "你好" });
  await expect(writing(page)).toHaveValue("你好");
  // The Enter right behind a composition belongs to it too, so the one that sends may have to be pressed again.
  await expect(async () => {
    await writing(page).press("Enter");
    await expect(log(page).getByText("你好", { exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(log(page).getByRole("article")).toHaveCount(1);
});

test("Offline a message waits under a bar that says so, and arrives once when the network is back", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const group = await company.group("lin", "断网", ["wei"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "断网")));
  await expect(writing(lin)).toBeVisible();
  await lin.context().setOffline(true);
  await expect(lin.getByText("网络不可用，消息将在恢复后发送")).toBeVisible();
  await say(lin, "断网时写的");
  await expect(log(lin).getByRole("img", { name: "发送中" })).toBeVisible();
  await sendAs(company, "wei", group, "你在吗");
  await lin.context().setOffline(false);
  await expect(lin.getByText("网络不可用，消息将在恢复后发送")).toHaveCount(0);
  await expect(log(lin).getByText("你在吗")).toBeVisible();
  await expect(log(lin).getByRole("img", { name: "发送中" })).toHaveCount(0);
  await expect(log(wei).getByText("断网时写的")).toHaveCount(1);
  await say(lin, "回来了");
  await expect(log(wei).getByText("回来了")).toBeVisible();
  await expect(log(wei).getByText("断网时写的")).toHaveCount(1);
});

test("Who may not speak is told why, and loses nothing of what they wrote", { tag: "@desktop" }, async ({
  enter,
  company,
}) => {
  const groupId = await company.group("lin", "禁言", ["wei"]);
  const silence = (onlyStaffSpeak: boolean) =>
    company.callAs("lin", "groups.setOptions", { groupId, options: { onlyStaffSpeak } });
  const wei = await enter("wei");
  await openConversation(wei, "禁言");
  await expect(writing(wei)).toBeVisible();
  await wei.context().setOffline(true);
  await say(wei, "禁言前写的");
  await expect(log(wei).getByRole("img", { name: "发送中" })).toBeVisible();
  await silence(true);
  await wei.context().setOffline(false);
  await expect(wei.getByText("全员禁言中，仅群主和管理员可发言").first()).toBeVisible();
  await expect(writing(wei)).toHaveCount(0);
  await silence(false);
  await expect(writing(wei)).toBeVisible();
  const refused = log(wei).getByRole("button", { name: "发送失败：已开启全员禁言，仅群主和管理员可以发言" });
  const kept = async () => (await refused.count()) + ((await writing(wei).inputValue()) === "禁言前写的" ? 1 : 0);
  await expect.poll(kept).toBe(1);
});

test("A59 @所有人 by the owner asks first and reaches everyone; by a member it stays plain text with a warning", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  await company.group("lin", "停电通知", ["wei", "ana", "bo"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await openConversation(lin, "停电通知");
  await writing(lin).pressSequentially("@");
  await choices(lin).getByRole("option", { name: "所有人" }).click();
  await writing(lin).pressSequentially("明天停电");
  await send(lin).click();
  await expect(lin.getByText("这条消息会提醒群里的 3 人。")).toBeVisible();
  await lin.getByRole("button", { name: "提醒并发送" }).click();
  await expect(row(wei, "停电通知")).toContainText("[有人@我]");
  await openConversation(wei, "停电通知");
  await expect(log(wei).getByText("@所有人", { exact: true })).toHaveCSS("font-weight", "500");

  await writing(wei).pressSequentially("@");
  await expect(choices(wei).getByRole("option", { name: "林晓" })).toBeVisible();
  await expect(choices(wei).getByRole("option", { name: "所有人" })).toHaveCount(0);
  await writing(wei).fill("@所有人 收到请回复");
  await send(wei).click();
  await expect(wei.getByText("你没有 @所有人 的权限，消息已按普通文本发送")).toBeVisible();
  const ana = await enter("ana");
  await openConversation(ana, "停电通知");
  await expect(log(ana).getByText("@所有人 收到请回复", { exact: true })).toBeVisible();
});
