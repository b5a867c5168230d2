import type { Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import type { Account, Company } from "./company.ts";
import { expect, openConversation, test } from "./stage.ts";

const log = (page: Page) => page.getByRole("log");

async function sendAs(company: Company, account: Account, conversationId: ConversationId, text: string) {
  const said = { clientId: newKey(), text, mentions: [], mentionAll: false, replyToSeq: null } as const;
  return (await company.callAs(account, "messages.send", { conversationId, ...said, mentions: [] })).seq;
}

test("A message is forwarded to a group and to somebody found by name, with a comment", async ({ enter, company }) => {
  const from = await company.group("lin", "转发来源", ["wei"]);
  const to = await company.group("lin", "转发去处", ["bo"]);
  const seq = await sendAs(company, "wei", from, "客户的要求");
  await company.callAs("lin", "favourites.add", { conversationId: from, seqs: [seq] });
  const page = await enter("lin", "/kept");
  const kept = page.getByRole("listitem").filter({ hasText: "客户的要求" });
  await kept.getByRole("button", { name: "转发" }).click();
  const dialog = page.getByRole("dialog", { name: "转发给" });
  await dialog.getByRole("button", { name: "转发去处" }).click();
  await dialog.getByRole("textbox", { name: "搜索会话或联系人" }).fill("韩梅");
  await dialog.getByRole("button", { name: "韩梅" }).click();
  await expect(dialog.getByRole("list", { name: "已选择" }).getByRole("listitem")).toHaveCount(2);
  await dialog.getByRole("textbox", { name: "给对方留言（选填）" }).fill("请跟进");
  await dialog.getByRole("button", { name: "发送（2）" }).click();
  await expect(page.getByText("已转发")).toBeVisible();
  const last = async () => {
    const { entries } = await company.callAs("bo", "messages.history", { conversationId: to });
    return entries.slice(-2).map(({ body }) => body.kind === "message" && body.text);
  };
  await expect.poll(last).toEqual(["客户的要求", "请跟进"]);
});

test("A merged record opens, and the record within it", { tag: "@desktop" }, async ({ enter, company }) => {
  const from = await company.group("lin", "记录来源", ["wei"]);
  const to = await company.group("lin", "记录去处", ["bo"]);
  const seqs = [await sendAs(company, "wei", from, "方案一"), await sendAs(company, "lin", from, "方案二")];
  const forward = (source: ConversationId, which: number[], target: ConversationId) =>
    company.callAs("lin", "messages.forward", {
      key: newKey(),
      from: source,
      seqs: which,
      to: [target],
      mode: "merged",
    });
  const [inner] = (await forward(from, seqs, from)).results;
  await forward(from, [inner?.seq ?? 0, seqs[0] ?? 0], to);
  const page = await enter("bo");
  await openConversation(page, "记录去处");
  await log(page)
    .getByRole("button", { name: /群聊的聊天记录/ })
    .click();
  const record = page.getByRole("dialog", { name: "群聊的聊天记录" });
  await expect(record.getByText("方案一")).toBeVisible();
  await expect(record.getByText("方案二")).toHaveCount(0);
  await record.getByRole("button", { name: /群聊的聊天记录/ }).click();
  await expect(record.getByText("方案二")).toBeVisible();
  await record.getByRole("button", { name: "返回", exact: true }).last().click();
  await expect(record.getByText("方案二")).toHaveCount(0);
});
