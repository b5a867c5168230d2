import type { ConversationId } from "@qunxin/protocol";
import { openDatabase } from "../../apps/server/src/platform/database.ts";
import type { Company } from "./company.ts";
import { expect, test } from "./stage.ts";

// The policy is changed, for a while, and the preview counts the whole company.
test.use({ companyOf: "policies" });

test("Before the company keeps messages for less, the number that goes is shown and confirmed", async ({
  enter,
  company,
}) => {
  const groupId = await company.group("lin", "去年的项目", ["wei"]);
  for (const text of ["一", "二", "三"]) await say(company, groupId, text);
  await age(company, groupId, 50);
  const policy = async () => (await company.call("company.policy", {})).retention.normalDays;
  const page = await enter("admin", "/admin/policies");
  const days = page.getByRole("spinbutton", { name: "普通群保存天数" });
  const save = page.getByRole("button", { name: "保存", exact: true });
  await days.fill("7");
  await save.click();
  await expect(page.getByRole("alert").filter({ hasText: "30 到 36500" })).toBeVisible();
  await expect(days).toBeFocused();
  await days.fill("40");
  await save.click();
  const asked = page.getByRole("dialog", { name: "缩短保存时间会删除消息" });
  await expect(asked).toContainText("将删除的消息3");
  await asked.getByRole("button", { name: "取消" }).click();
  expect(await policy()).toBe(90);
  await save.click();
  await asked.getByRole("button", { name: "删除 3 条消息" }).click();
  await expect(page.getByText("已保存")).toBeVisible();
  expect(await policy()).toBe(40);
  // Longer takes nothing away, and asks nothing.
  await days.fill("90");
  await save.click();
  await expect.poll(policy).toBe(90);
  await expect(asked).toHaveCount(0);
});

async function say({ callAs }: Company, conversationId: ConversationId, text: string): Promise<void> {
  const plain = { text, mentions: [], mentionAll: false, replyToSeq: null };
  await callAs("lin", "messages.send", { conversationId, clientId: crypto.randomUUID() as never, ...plain });
}

/** Makes everything said in a conversation so many days older. */
async function age({ databaseUrl }: Company, conversationId: ConversationId, days: number): Promise<void> {
  const database = openDatabase(databaseUrl, () => undefined, 1);
  await database.pool.query(
    "update entries set created_at = created_at - make_interval(days => $2) where conversation_id = $1",
    [conversationId, days],
  );
  await database.close();
}
