import type { Page } from "@playwright/test";
import { expect, isPhone, openConversation, openInfo, say, test } from "./stage.ts";

/** Ticks entries of the picker's organisation tree. */
async function tick(page: Page, ...names: string[]): Promise<void> {
  const tree = page.getByRole("tree", { name: "组织架构" });
  for (const name of names) {
    const item = tree.getByRole("treeitem", { name }).first();
    await item.click();
    await expect(item).toHaveAttribute("aria-checked", "true");
  }
}

/** From the picker's first step to the open conversation: the third step of at most three. */
async function createNamed(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByLabel("群名称").fill(name);
  await page.getByRole("button", { name: "创建群聊" }).click();
  await expect(page.getByRole("heading", { name }).first()).toBeVisible();
}

test("A19 A20 A group is made from the conversation list in three steps, ticking departments at two levels at once", async ({
  enter,
}) => {
  const page = await enter("lin");
  await page.getByRole("button", { name: "发起", exact: true }).click();
  await page.getByRole("menuitem", { name: "发起群聊" }).click();
  await tick(page, "设计部");
  await page.getByRole("treeitem", { name: "技术部" }).first().press("ArrowRight");
  await tick(page, "前端组");
  // Design 4 (one of them in front end too), front end 3: six people, each once.
  await expect(page.getByText(/已选 6 人/).first()).toBeVisible();
  await createNamed(page, `设计与前端 ${isPhone(page)}`);
  await say(page, "大家好");
});

test("A20 A group is made from the address book: a department's 发消息给全部", async ({ enter }) => {
  const page = await enter("lin", "/contacts");
  // A phone opens the organisation first; a desktop has its tree at the left.
  if (isPhone(page)) await page.getByRole("link", { name: /星河科技/ }).click();
  await page.getByText("技术部").first().click();
  await page.getByRole("button", { name: "发消息给全部" }).click();
  await expect(page.getByText(/已选 \d+ 人/).first()).toBeVisible();
  await createNamed(page, `技术部全体 ${isPhone(page)}`);
});

test("A20 A group is made from the workbench, from recent people and a pasted list, with unknown lines shown", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  await company.callAs("lin", "conversations.openDirect", { personId: company.ids.bo });
  const page = await enter("lin", "/workbench");
  await page
    .getByRole("button", { name: "发起群聊" })
    .or(page.getByRole("button", { name: "创建群聊" }))
    .first()
    .click();
  await page.getByRole("tab", { name: "最近" }).click();
  const recent = page.getByRole("listbox", { name: "从最近联系的人选择" }).getByRole("option", { name: "薄言" });
  await expect(recent).toBeVisible();
  // With the keyboard from the search box; what is ticked twice is taken away again.
  await page.getByPlaceholder("搜索姓名、拼音、账号、手机尾号或部门").press("ArrowDown");
  await expect(page.getByRole("option").first()).toBeFocused();
  await recent.press(" ");
  await expect(recent).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText(/已选 1 人/).first()).toBeVisible();
  await recent.press(" ");
  await expect(recent).toHaveAttribute("aria-selected", "false");
  await page.getByRole("tab", { name: "粘贴名单" }).click();
  await page.getByLabel("粘贴账号、手机号或姓名").fill("wei\n安娜\nnobody-here");
  await page.getByRole("button", { name: "识别并添加" }).click();
  await expect(page.getByText("nobody-here", { exact: true })).toBeVisible();
  await expect(page.getByText(/已选 2 人/).first()).toBeVisible();
  await createNamed(page, `粘贴的群 ${isPhone(page)}`);
});

test("Two people talk; a third is kicked while watching; the owner leaves; the new owner dissolves", async ({
  enter,
  company,
}) => {
  const name = `四人群 ${test.info().project.name}`;
  const { wei, ana, bo } = company.ids;
  const selection = { people: [wei, ana, bo], departments: [], groups: [], except: [] };
  const key = crypto.randomUUID() as never;
  await company.callAs("lin", "groups.create", { key, type: "normal", name, selection, followDepartments: false });
  const [lin, weiPage, anaPage] = await Promise.all([enter("lin"), enter("wei"), enter("ana")]);

  await Promise.all([lin, weiPage, anaPage].map((page) => openConversation(page, name)));
  await say(lin, "下午三点评审");
  await expect(weiPage.getByRole("log").getByText("下午三点评审")).toBeVisible();
  await say(weiPage, "收到，我带上原型");
  await expect(lin.getByRole("log").getByText("收到，我带上原型")).toBeVisible();
  await expect(anaPage.getByRole("log").getByText("收到，我带上原型")).toBeVisible();

  await openInfo(lin);
  await lin.getByRole("button", { name: /查看全部/ }).click();
  await lin.getByRole("button", { name: "管理安娜" }).click();
  await lin.getByRole("menuitem", { name: "移出群聊" }).click();
  await lin
    .getByRole("alertdialog")
    .or(lin.getByRole("dialog").last())
    .getByRole("button", { name: "移出群聊" })
    .click();
  await expect(anaPage.getByText("你已被移出该群聊")).toBeVisible();
  await expect(anaPage.getByText("下午三点评审")).toHaveCount(0);

  await lin.goto(`${company.url}/chats`);
  await openConversation(lin, name);
  await openInfo(lin);
  await lin.getByRole("button", { name: "退出群聊" }).click();
  await lin.getByRole("button", { name: "退出", exact: true }).click();
  await expect(lin.getByRole("option", { name })).toHaveCount(0);
  // Nobody was named: the earliest-joined eligible member is the owner now.
  await expect(weiPage.getByRole("log").getByText("林晓 将群主转让给了 你")).toBeVisible();

  await openInfo(weiPage);
  await weiPage.getByRole("button", { name: "解散群聊" }).click();
  const confirming = weiPage.getByRole("alertdialog").or(weiPage.getByRole("dialog").last());
  await confirming.getByRole("textbox").fill(name);
  await confirming.getByRole("button", { name: "解散群聊" }).click();
  await expect(weiPage.getByRole("option", { name })).toHaveCount(0);
});
