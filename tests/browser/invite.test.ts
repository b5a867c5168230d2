import type { Page } from "@playwright/test";
import type { ConversationId } from "@qunxin/protocol";
import type { Company } from "./company.ts";
import { expect, openConversation, openInfo, test } from "./stage.ts";

/** The invitations of the group that is open. */
async function openInvites(page: Page): Promise<void> {
  await openInfo(page);
  await page.getByRole("button", { name: "邀请入群" }).click();
}

async function invite(company: Company, groupId: ConversationId): Promise<{ path: string; inviteId: string }> {
  const key = crypto.randomUUID() as never;
  const { token, id } = await company.callAs("lin", "groups.createInvite", { key, groupId, kind: "link" });
  return { path: `/join/${token}`, inviteId: id };
}

test("A33 A QR code and a link are made; who follows the link signs in first and then joins", async ({
  enter,
  visit,
  company,
}) => {
  await company.group("lin", "扫码群", ["wei"]);
  const lin = await enter("lin");
  await openConversation(lin, "扫码群");
  await openInvites(lin);
  await lin.getByRole("button", { name: "生成二维码" }).click();
  await expect(lin.getByText("用手机扫码加入“扫码群”")).toBeVisible();
  await expect(lin.getByRole("img", { name: /二维码|扫码/ }).first()).toBeVisible();
  await lin.getByRole("tab", { name: "邀请链接" }).click();
  await lin.getByRole("button", { name: "生成链接" }).click();
  const address = lin.getByLabel("邀请地址");
  await expect(address).toHaveValue(/\/join\/\S+/);
  const link = await address.inputValue();
  expect(new URL(link).origin).toBe(company.url);

  const stranger = await visit(new URL(link).pathname);
  await stranger.getByLabel("账号或手机号").fill("ana");
  await stranger.getByLabel("密码", { exact: true }).fill(company.password);
  await stranger.getByRole("button", { name: "登录" }).click();
  await expect(stranger.getByRole("heading", { name: "扫码群" })).toBeVisible();
  await expect(stranger.getByText("林晓 邀请你加入")).toBeVisible();
  await stranger.getByRole("button", { name: "加入群聊" }).click();
  await expect(stranger.getByRole("log").getByText("你 通过邀请链接加入了群聊")).toBeVisible();
  await expect(lin.getByText("已有 1 人加入").first()).toBeVisible();
});

test("A revoked invitation leads to a page that says so, and joins nobody", { tag: "@desktop" }, async ({
  enter,
  company,
}) => {
  const groupId = await company.group("lin", "撤销群", ["wei"]);
  const { path } = await invite(company, groupId);
  const bo = await enter("bo", path);
  await expect(bo.getByRole("button", { name: "加入群聊" })).toBeVisible();

  const lin = await enter("lin");
  await openConversation(lin, "撤销群");
  await openInvites(lin);
  await lin.getByRole("button", { name: "撤销" }).click();
  await lin.getByRole("dialog", { name: "撤销这个邀请？" }).getByRole("button", { name: "撤销" }).click();
  await expect(lin.getByText("还没有有效的邀请")).toBeVisible();

  await bo.getByRole("button", { name: "加入群聊" }).click();
  await expect(bo.getByText("邀请已被撤销")).toBeVisible();
  await bo.reload();
  await expect(bo.getByText("邀请已被撤销")).toBeVisible();
  await expect(bo.getByRole("button", { name: "加入群聊" })).toHaveCount(0);
});

test("Where joining needs approval one asks, waits, and is let in or refused by the owner", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const groupId = await company.group("lin", "确认群", ["wei"]);
  await company.callAs("lin", "groups.setOptions", { groupId, options: { joinApproval: true } });
  const { path } = await invite(company, groupId);
  const [ana, bo] = await Promise.all([enter("ana", path), enter("bo", path)]);
  for (const page of [ana, bo]) {
    await page.getByRole("button", { name: "申请加入" }).click();
    await expect(page.getByText("申请已提交，等待群主或管理员同意")).toBeVisible();
  }
  const lin = await enter("lin");
  await openConversation(lin, "确认群");
  await openInfo(lin);
  await lin.getByRole("button", { name: "入群申请" }).click();
  await lin.getByRole("button", { name: "拒绝薄言入群" }).click();
  await expect(lin.getByRole("button", { name: "拒绝薄言入群" })).toHaveCount(0);
  await lin.getByRole("button", { name: "同意安娜入群" }).click();
  await expect(lin.getByText("没有待处理的申请")).toBeVisible();

  await ana.goto(`${company.url}/chats`);
  await openConversation(ana, "确认群");
  await bo.reload();
  await expect(bo.getByRole("button", { name: "申请加入" })).toBeVisible();
  await bo.goto(`${company.url}/chats`);
  await expect(bo.getByRole("option", { name: "确认群" })).toHaveCount(0);
});

test("A78 An external contact joins a customer group by link, and no other group", { tag: "@desktop" }, async ({
  visit,
  company,
}) => {
  const kai = await company.addExternal("凯文");
  const customers = await company.group("lin", "客户群", ["wei"], "customer");
  const internal = await company.group("lin", "内部群", ["wei"]);
  const page = await visit((await invite(company, internal)).path);
  await page.getByLabel("账号或手机号").fill(kai.mobile);
  await page.getByLabel("密码", { exact: true }).fill(company.password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "加入群聊" }).click();
  await expect(page.getByText("你不能加入这个群聊")).toBeVisible();
  await page.goto(company.url + (await invite(company, customers)).path);
  await page.getByRole("button", { name: "加入群聊" }).click();
  await expect(page.getByRole("heading", { name: "客户群" }).first()).toBeVisible();
  await page.goto(`${company.url}/contacts`);
  await expect(page.getByText("林晓")).toHaveCount(0);
});
