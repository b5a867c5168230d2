import { expect, test, writing } from "./stage.ts";

test("A group is made and written to with the keyboard only", async ({ enter }) => {
  const page = await enter("lin");
  const { keyboard } = page;
  await page.getByRole("button", { name: "发起", exact: true }).focus();
  await keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "发起群聊" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByPlaceholder("搜索姓名、拼音、账号、手机尾号或部门")).toBeFocused();
  await keyboard.type("wr");
  await expect(page.getByRole("dialog").getByText("魏然").first()).toBeVisible();
  await keyboard.press("Enter");
  await keyboard.press("Space");
  await expect(page.getByText(/已选 \d+ 人/).first()).toBeVisible();
  await tabTo("下一步");
  await keyboard.press("Enter");
  await expect(page.getByLabel("群名称")).toBeVisible();
  await page.getByLabel("群名称").focus();
  await keyboard.type("键盘群");
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "键盘群" }).first()).toBeVisible();
  await expect(writing(page)).toBeFocused();
  await keyboard.type("没有用鼠标");
  await keyboard.press("Enter");
  await expect(page.getByRole("log").getByText("没有用鼠标")).toBeVisible();

  async function tabTo(name: string): Promise<void> {
    const button = page.getByRole("button", { name });
    for (let presses = 0; presses < 30; presses++) {
      if (await button.evaluate((node) => node === document.activeElement)) return;
      await keyboard.press("Tab");
    }
    throw new Error(`Tab never came to ${name}`);
  }
});

test("Ctrl+K searches, Alt+↑ and Alt+↓ go through the conversations, Esc closes what is on top", async ({
  enter,
  company,
}) => {
  for (const name of ["第一群", "第二群"]) await company.group("lin", name, ["wei"]);
  const page = await enter("wei");
  const { keyboard } = page;
  await expect(page.getByRole("option", { name: "第二群" })).toBeVisible();
  await keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "搜索会话、联系人和群聊" })).toBeFocused();
  await keyboard.type("dyq");
  const found = page.getByRole("listbox", { name: /找到/ });
  await expect(found.getByRole("option", { name: "第一群" })).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "第一群" })).toBeVisible();
  await keyboard.press("Alt+ArrowUp");
  await expect(page.getByRole("heading", { name: "第二群" })).toBeVisible();
  await keyboard.press("Alt+ArrowDown");
  await expect(page.getByRole("heading", { name: "第一群" })).toBeVisible();

  await keyboard.press("Control+i");
  await page.getByRole("button", { name: "查看全部" }).click();
  await expect(page.getByRole("dialog", { name: "群成员" })).toBeVisible();
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "第一群" }).first()).toBeVisible();
});
