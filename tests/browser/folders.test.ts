import type { Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import type { Company } from "./company.ts";
import { expect, isPhone, test } from "./stage.ts";

const row = (page: Page, name: string) => page.getByRole("option", { name });

async function say(company: Company, conversationId: ConversationId): Promise<void> {
  const said = { clientId: newKey(), text: "在吗", mentions: [], mentionAll: false, replyToSeq: null } as const;
  await company.callAs("lin", "messages.send", { conversationId, ...said, mentions: [] });
}

/** The menu of a row: a right click, or a long press on a phone. */
async function choose(page: Page, name: string, act: string): Promise<void> {
  await row(page, name).click({ button: "right" });
  const menu = isPhone(page) ? page.getByRole("dialog") : page.getByRole("menu");
  await menu.getByText(act, { exact: true }).click();
}

test("Folded chats lie in one row with what is unread in them together, on all devices", async ({ enter, company }) => {
  const login = `folder${newKey<string>().slice(-6)}`;
  const id = await company.addEmployee("方晓", login);
  const [a, b] = [await company.group("lin", "周边甲", [id]), await company.group("lin", "周边乙", [id])];
  await company.group("lin", "要紧的事", [id]);
  const page = await enter(login);
  await say(company, a);
  await say(company, b);
  await choose(page, "周边甲", "折叠会话");
  await company.callAs(login, "conversations.set", { conversationId: b, folded: true });
  const box = page.getByRole("button", { name: /折叠的聊天/ });
  await expect(box).toContainText("2 个会话");
  await expect(box).toContainText("2");
  await expect(row(page, "周边甲")).toHaveCount(0);
  await box.click();
  await expect(row(page, "周边甲")).toBeVisible();
  await expect(row(page, "要紧的事")).toHaveCount(0);
  await choose(page, "周边甲", "取消折叠");
  await page.getByRole("button", { name: "返回会话列表" }).click();
  await expect(row(page, "周边甲")).toBeVisible();
});

test("A64 Pinned and folder-sorted work groups stay apart from external ones; internal and external lists are visibly different.", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const login = `sorter${newKey<string>().slice(-6)}`;
  const id = await company.addEmployee("郑理", login);
  const outside = await company.addExternal("客户王总");
  await company.group("lin", "研发周会", [id]);
  await company.group("lin", "蓝海项目", [id, outside.id], "customer");
  const page = await enter(login);
  await choose(page, "研发周会", "标签…");
  const dialog = page.getByRole("dialog", { name: "会话标签" });
  await dialog.getByRole("textbox", { name: "新标签名称" }).fill("内部项目");
  await dialog.getByRole("button", { name: "添加" }).click();
  await expect(dialog.getByRole("checkbox", { name: "内部项目" })).toBeChecked();
  await dialog.getByRole("button", { name: "完成" }).click();
  const filters = page.getByRole("group", { name: "筛选会话" });
  await filters.getByRole("button", { name: "内部项目" }).click();
  await expect(row(page, "研发周会")).toBeVisible();
  await expect(row(page, "蓝海项目")).toHaveCount(0);
  await filters.getByRole("button", { name: "外部", exact: true }).click();
  await expect(page.getByText("以下会话含企业外部人员")).toBeVisible();
  await expect(row(page, "蓝海项目")).toContainText("外部");
  await expect(row(page, "研发周会")).toHaveCount(0);
  await filters.getByRole("button", { name: "内部群" }).click();
  await expect(page.getByText("以下会话含企业外部人员")).toHaveCount(0);
  await expect(row(page, "蓝海项目")).toHaveCount(0);
});
