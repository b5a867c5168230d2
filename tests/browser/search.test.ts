import type { Page } from "@playwright/test";
import type { ConversationId, MessageContentDraft } from "@qunxin/protocol";
import type { Account, Company } from "./company.ts";
import { expect, isPhone, openConversation, test } from "./stage.ts";

interface Said {
  text?: string;
  content?: MessageContentDraft;
  mention?: Account;
}

async function post(company: Company, author: Account, conversationId: ConversationId, said: Said): Promise<number> {
  const { text = "", content, mention } = said;
  const { seq } = await company.callAs(author, "messages.send", {
    conversationId,
    clientId: crypto.randomUUID() as never,
    text,
    mentions: mention ? [company.ids[mention]] : [],
    mentionAll: false,
    replyToSeq: null,
    ...(content ? { content } : {}),
  });
  return seq;
}

/** The index follows a moment behind. */
async function findable(company: Company, login: string, text: string, hits: number): Promise<void> {
  const search = async () => (await company.callAs(login, "search.messages", { text })).hits.length;
  await expect.poll(search).toBe(hits);
}

const found = (page: Page) => page.getByRole("listbox", { name: /^找到|^已找到/ });

/** From the list into the screen of the search. */
async function searchFor(page: Page, words: string, tab?: string): Promise<void> {
  await page.getByRole("combobox", { name: "搜索会话、联系人和群聊" }).fill(words);
  await page.getByRole("option", { name: `搜索“${words}”的全部结果` }).click();
  if (tab) await page.getByRole("tab", { name: tab, exact: true }).click();
}

test("A63 Search filters by group, sender, date, type and @me, and jump to context opens the message in place", async ({
  enter,
  company,
}) => {
  const one = await company.group("lin", "甲方对接", ["wei", "ana"]);
  const two = await company.group("lin", "供应链周会", ["wei"]);
  const seq = await post(company, "lin", one, { text: "请把紫砂壶报价单发给客户" });
  await post(company, "ana", one, { text: "@魏然 紫砂壶的样品到了", mention: "wei" });
  const poll = {
    question: "紫砂壶选哪款？",
    options: ["石瓢", "西施"],
    multiple: false,
    anonymous: false,
    closesAt: null,
  };
  await post(company, "lin", two, { content: { type: "poll", ...poll } });
  for (let count = 0; count < 120; count++) await post(company, "lin", one, { text: `进度更新 ${count}` });
  await findable(company, "wei", "紫砂壶", 3);

  const page = await enter("wei");
  await searchFor(page, "紫砂壶", "消息");
  await expect(found(page).getByRole("option")).toHaveCount(3);
  const filter = (name: string) => page.getByRole("group", { name: "筛选条件" }).getByRole("button", { name });

  await filter("群聊").click();
  await page.getByRole("list", { name: "群聊" }).getByRole("button", { name: "供应链周会" }).click();
  await expect(found(page).getByRole("option")).toHaveText([/选哪款/]);
  await filter("清除筛选").click();

  await filter("发送人").click();
  await page.getByRole("textbox", { name: "发送人" }).fill("安娜");
  await page.getByRole("list", { name: "发送人" }).getByRole("button", { name: "安娜" }).click();
  await expect(found(page).getByRole("option")).toHaveText([/样品到了/]);
  await filter("清除筛选").click();

  await filter("类型").click();
  await page.getByRole("menuitemcheckbox", { name: "投票" }).click();
  await expect(found(page).getByRole("option")).toHaveText([/选哪款/]);
  await filter("清除筛选").click();

  await filter("@我").click();
  await expect(found(page).getByRole("option")).toHaveText([/样品到了/]);
  await filter("清除筛选").click();

  await filter("时间").click();
  await page.getByLabel("到", { exact: true }).fill("2020-01-01");
  await page.keyboard.press("Escape");
  await expect(page.getByText("没有找到结果").last()).toBeVisible();
  await page.getByRole("button", { name: "清除筛选" }).last().click();

  await found(page)
    .getByRole("option", { name: /报价单发给客户/ })
    .click();
  await expect(page).toHaveURL(new RegExp(`/chats/${one}\\?at=${seq}$`));
  await expect(page.getByRole("log").getByText("请把紫砂壶报价单发给客户")).toBeInViewport();
  await page.getByRole("button", { name: "回到最新消息" }).click();
  await expect(page.getByRole("log").getByText("进度更新 119")).toBeInViewport();
  await page.goBack();
  await expect(found(page).getByRole("option")).toHaveCount(3);
});

test("A62 A three-character phrase is found inside words, by what was said in one's groups in one's time, and marked", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const group = await company.group("lin", "夜航船", ["ana"]);
  await post(company, "lin", group, { text: "入职以前说的青花瓷" });
  const other = await company.group("lin", "与薄言无关", ["ana"]);
  await post(company, "lin", other, { text: "别处的青花瓷" });
  const selection = { people: [company.ids.bo], departments: [], groups: [], except: [] };
  await company.callAs("lin", "groups.addMembers", { groupId: group, selection } as never);
  await post(company, "lin", group, { text: "仿制的青花瓷瓶已经寄出" });
  await findable(company, "lin", "青花瓷", 3);
  await findable(company, "bo", "青花瓷", 1);

  const page = await enter("bo");
  const box = page.getByRole("combobox", { name: "搜索会话、联系人和群聊" });
  await box.fill("青花瓷");
  const hit = page.getByRole("option", { name: "夜航船" });
  await expect(hit).toContainText("仿制的青花瓷瓶已经寄出");
  await expect(hit.locator("mark")).toHaveText("青花瓷");
  await expect(page.getByRole("option")).toHaveCount(2);
  await hit.click();
  await expect(page.getByRole("log").getByText("仿制的青花瓷瓶已经寄出")).toBeVisible();
});

test("The search of one conversation finds in it only, and comes back as it was", async ({ enter, company }) => {
  const group = await company.group("lin", "竹里馆", ["wei"]);
  const elsewhere = await company.group("lin", "鹿柴", ["wei"]);
  await post(company, "lin", group, { text: "独坐幽篁里的流程" });
  await post(company, "lin", group, { text: "幽篁 https://example.com" });
  await post(company, "lin", elsewhere, { text: "幽篁不在这里" });
  await findable(company, "wei", "幽篁", 3);
  const page = await enter("wei");
  await openConversation(page, "竹里馆");
  await page.getByRole("button", { name: "聊天记录" }).click();
  const inside = page.getByRole("combobox", { name: "搜索聊天记录" });
  await expect(inside).toBeFocused();
  await inside.fill("幽篁");
  await expect(found(page).getByRole("option")).toHaveCount(2);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log").getByText("独坐幽篁里的流程")).toBeVisible();
  if (isPhone(page)) {
    await page.getByRole("button", { name: "聊天记录" }).click();
    await expect(inside).toHaveValue("幽篁");
  }
  await expect(found(page).getByRole("option")).toHaveCount(2);
  await page.getByRole("tab", { name: "图片" }).click();
  await expect(page.getByText("没有找到结果").last()).toBeVisible();
});
