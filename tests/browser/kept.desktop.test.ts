import type { Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import type { Account, Company } from "./company.ts";
import { expect, openConversation, test, writing } from "./stage.ts";

const log = (page: Page) => page.getByRole("log");
const card = (page: Page, text: string) => page.getByRole("listitem").filter({ hasText: text });

async function sendAs(company: Company, account: Account, conversationId: ConversationId, text: string) {
  const said = { clientId: newKey(), text, mentions: [], mentionAll: false, replyToSeq: null } as const;
  return (await company.callAs(account, "messages.send", { conversationId, ...said, mentions: [] })).seq;
}

/** A time of the company's clocks, which are those of the browser. */
function shanghai(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}

test("A message is written now and sent later: seen in the list, changed, sent at once", async ({ enter, company }) => {
  const group = await company.group("lin", "定时群", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "定时群");
  await writing(page).fill("明天九点开会");
  await page.getByRole("button", { name: "定时发送" }).click();
  const dialog = page.getByRole("dialog", { name: "定时发送" });
  await dialog.getByRole("radio", { name: "自定义时间" }).click();
  await dialog.getByLabel("日期和时间").fill("2020-01-01T09:00");
  await expect(dialog.getByText("请选择将来的时间")).toBeVisible();
  const at = shanghai(new Date(Date.now() + 26 * 3_600_000));
  await dialog.getByLabel("日期和时间").fill(at);
  await dialog.getByRole("button", { name: "定时发送" }).click();
  await expect(writing(page)).toHaveValue("");
  await page.getByRole("button", { name: "查看" }).click();

  const waiting = card(page, "明天九点开会");
  await expect(waiting).toContainText(at.replace("T", " "));
  await expect(waiting).toContainText("定时群");
  await waiting.getByRole("button", { name: "修改" }).click();
  await page.getByRole("textbox", { name: "消息内容" }).fill("明天十点开会");
  await page.getByRole("button", { name: "保存" }).click();
  await card(page, "明天十点开会").getByRole("button", { name: "立即发送" }).click();
  await expect(page.getByText("没有待发送的消息")).toBeVisible();
  const { entries } = await company.callAs("wei", "messages.history", { conversationId: group });
  expect(entries.at(-1)?.body).toMatchObject({ text: "明天十点开会" });
});

test("Favourites are found by words, lead to their message, and go with it", async ({ enter, company }) => {
  const group = await company.group("lin", "收藏群", ["bo"]);
  const seqs = [await sendAs(company, "lin", group, "报销流程在这里"), await sendAs(company, "lin", group, "食堂菜单")];
  await company.callAs("bo", "favourites.add", { conversationId: group, seqs });
  const page = await enter("bo", "/kept");
  await expect(card(page, "食堂菜单")).toContainText("收藏群");
  await page.getByRole("textbox", { name: "搜索收藏" }).fill("报销");
  await expect(card(page, "食堂菜单")).toHaveCount(0);
  await card(page, "报销流程").getByRole("button", { name: "取消收藏" }).click();
  await expect(page.getByText("没有符合条件的收藏")).toBeVisible();
  await page.getByRole("textbox", { name: "搜索收藏" }).fill("");
  await card(page, "食堂菜单").getByRole("button", { name: "查看" }).click();
  await expect(log(page).getByText("食堂菜单")).toBeInViewport();
});

test("A reminder comes when it is due, on every screen, and stays until it is done", async ({ enter, company }) => {
  const group = await company.group("lin", "提醒群", ["ana"]);
  const seq = await sendAs(company, "lin", group, "周五前交设计稿");
  const page = await enter("ana");
  await expect(page.getByRole("option", { name: "提醒群" })).toBeVisible();
  const at = new Date(Date.now() + 1_500).toISOString();
  await company.callAs("ana", "reminders.set", { conversationId: group, seq, at, note: "" });
  await page.getByText("提醒：周五前交设计稿").waitFor();
  await page.getByRole("button", { name: "查看" }).click();
  await expect(log(page).getByText("周五前交设计稿")).toBeInViewport();
  await page.getByRole("link", { name: "收藏" }).click();
  await page.getByRole("tab", { name: "稍后提醒" }).click();
  await expect(card(page, "周五前交设计稿")).toContainText("已到时间");
  await card(page, "周五前交设计稿").getByRole("button", { name: "完成" }).click();
  await expect(page.getByText("没有提醒")).toBeVisible();
});

test("A message's own menu sets a reminder for a time at hand", async ({ enter, company }) => {
  const group = await company.group("lin", "备忘群", ["bo"]);
  await sendAs(company, "lin", group, "下午回电话");
  const page = await enter("bo");
  await openConversation(page, "备忘群");
  await log(page).getByText("下午回电话").click({ button: "right" });
  await page.getByRole("menuitem", { name: "稍后提醒" }).click();
  const dialog = page.getByRole("dialog", { name: "稍后提醒" });
  await dialog.getByRole("radio", { name: "3 小时后" }).click();
  await dialog.getByRole("textbox", { name: "备注" }).fill("带上合同");
  await dialog.getByRole("button", { name: "设置提醒" }).click();
  await expect(page.getByText(/^将在 .* 提醒你$/)).toBeVisible();
  const { reminders } = await company.callAs("bo", "reminders.list", {});
  expect(reminders).toMatchObject([{ note: "带上合同", due: false }]);
});

test("A calendar of the conversation leads to the first message of a day", async ({ enter, company }) => {
  const group = await company.group("lin", "日历群", ["wei"]);
  await sendAs(company, "lin", group, "今天的第一句");
  for (let count = 1; count <= 40; count++) await sendAs(company, "lin", group, `后面的话 ${count}`);
  const page = await enter("wei");
  await openConversation(page, "日历群");
  await expect(log(page).getByText("后面的话 40")).toBeInViewport();
  await page.getByRole("button", { name: "按日期查找" }).click();
  const today = shanghai(new Date()).slice(0, 10);
  await expect(page.getByRole("button", { name: /没有消息/ }).first()).toBeDisabled();
  await page.getByRole("button", { name: `${today}，有消息` }).click();
  await expect(log(page).getByText("今天的第一句")).toBeInViewport();
});
