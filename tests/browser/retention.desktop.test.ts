import { expect, openInfo, test } from "./stage.ts";

// What is kept must be as shipped.
test.use({ companyOf: "policies" });

test("What the console sets for one group its members read below its name, in the information and as a line of the group", async ({
  enter,
  company,
}) => {
  const groupId = await company.group("lin", "长期留存", ["wei"]);
  const [admin, wei] = await Promise.all([enter("admin", "/admin/retention"), enter("wei", `/chats/${groupId}`)]);
  await expect(wei.getByText("内部群 · 消息保存 90 天")).toBeVisible();
  await admin.getByRole("textbox", { name: "搜索群名称" }).fill("长期");
  await admin.getByRole("button", { name: "长期留存" }).click();
  const setting = admin.getByRole("dialog", { name: "长期留存" });
  await expect(setting.getByRole("radio", { name: "按公司设置（90 天）" })).toBeChecked();
  await setting.getByRole("radio", { name: "按天数" }).click();
  await setting.getByRole("spinbutton").fill("365");
  await setting.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByRole("row", { name: /长期留存.*365 天.*单独/ })).toBeVisible();
  await expect(wei.getByText("内部群 · 消息保存 365 天")).toBeVisible();
  await expect(wei.getByRole("log")).toContainText("365 天");
  await openInfo(wei);
  await expect(wei.getByRole("complementary", { name: "详细信息" })).toContainText("365 天");
});
