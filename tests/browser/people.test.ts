import type { Page } from "@playwright/test";
import { sayAs } from "./acts.ts";
import { choose, png } from "./files.ts";
import { expect, isPhone, openConversation, openInfo, test } from "./stage.ts";

/** The administrator's page about a person, found by name. */
async function manage(page: Page, name: string): Promise<void> {
  await page.goto(new URL("/admin/directory", page.url()).href);
  if (isPhone(page)) await page.getByRole("button", { name: "选择部门" }).click();
  await page.getByPlaceholder("搜索部门、成员").fill(name);
  await page.getByRole("button", { name }).first().click();
  await expect(page.getByRole("dialog", { name }).getByRole("button", { name: "编辑" })).toBeVisible();
}

test("The address book finds people by pinyin initials and by department", async ({ enter }) => {
  const page = await enter("lin", "/contacts");
  const search = page.getByPlaceholder("搜索姓名、拼音、部门、手机尾号");
  const found = page.getByRole("region", { name: "搜索结果" });
  await search.fill("hm");
  await expect(found.getByText("韩梅")).toBeVisible();
  await expect(found.getByText("李雷")).toHaveCount(0);
  await search.fill("前端组");
  await found.getByRole("link", { name: /前端组/ }).click();
  await expect(page.getByRole("heading", { name: "前端组" })).toBeVisible();
  for (const name of ["魏然", "李雷", "韩梅"]) await expect(page.getByText(name).first()).toBeVisible();
  await page.goBack();
  await search.fill("没有这个人");
  await expect(page.getByText("没有找到匹配的人或部门")).toBeVisible();
});

test("A42 A field the policy hides is on no colleague's card; an external contact sees name and avatar only", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const id = await company.addEmployee("周敏", "zhoumin");
  await company.call("directory.updatePerson", { personId: id, mobile: "13900000042", position: "采购经理" });
  const kai = await company.addExternal("凯文");
  const groupId = await company.group("lin", "名片", [id, kai.id], "customer");
  const card = (page: Page) => page.getByRole("dialog", { name: "个人资料" });
  const look = async (page: Page) => {
    await openInfo(page);
    await page.getByRole("button", { name: "查看周敏的资料" }).click();
    await expect(card(page).getByText("周敏").first()).toBeVisible();
  };
  const lin = await enter("lin", `/chats/${groupId}`);
  await look(lin);
  await expect(card(lin).getByText("13900000042")).toBeVisible();

  const admin = await enter("admin", "/admin/policies");
  await admin.getByRole("combobox", { name: "手机" }).click();
  await admin.getByRole("option", { name: "仅本人和管理员" }).click();
  await admin.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByText("已保存")).toBeVisible();

  await lin.goto(`${company.url}/chats/${groupId}`);
  await look(lin);
  await expect(card(lin).getByText("采购经理")).toBeVisible();
  await expect(card(lin).getByText("13900000042")).toHaveCount(0);

  const outside = await enter(kai.mobile, `/chats/${groupId}`);
  await look(outside);
  for (const hidden of ["采购经理", "13900000042", "zhoumin", "星河科技"]) {
    await expect(card(outside).getByText(hidden)).toHaveCount(0);
  }
});

test("A37 A person added by hand moves and is disabled; their open browser is signed out and their groups lose them", {
  tag: "@desktop",
}, async ({ enter, visit, company }) => {
  const admin = await enter("admin", "/admin/directory");
  await admin.getByRole("button", { name: "添加成员" }).click();
  const form = admin.getByRole("dialog", { name: "添加成员" });
  await form.getByLabel(/^姓名/).fill("新同事");
  await form.getByLabel(/^账号/).fill("xintongshi");
  await form.getByRole("button", { name: "添加", exact: true }).click();
  const shown = admin.getByRole("dialog", { name: "新同事的临时密码" });
  const temporary = (await shown.locator("dd").last().textContent()) ?? "";
  await shown.getByRole("button", { name: "完成" }).click();

  const page = await visit("/login");
  await page.getByLabel("账号或手机号").fill("xintongshi");
  await page.getByLabel("密码", { exact: true }).fill(temporary);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByText("新同事，请设置新密码")).toBeVisible();
  await page.getByLabel("当前使用的密码").fill(temporary);
  await page.getByLabel("新密码", { exact: true }).fill(company.password);
  await page.getByLabel("再次输入新密码").fill(company.password);
  await page.getByRole("button", { name: "设置并进入" }).click();
  await expect(page.getByRole("combobox", { name: "搜索会话、联系人和群聊" })).toBeVisible();

  await manage(admin, "新同事");
  await admin.getByRole("button", { name: "编辑" }).click();
  await admin.getByRole("button", { name: "添加部门" }).click();
  const tree = admin.getByRole("dialog", { name: "选择部门" });
  await tree.getByRole("treeitem", { name: "设计部" }).click();
  await tree.getByRole("button", { name: "确定" }).click();
  await admin.getByRole("button", { name: "移除部门「星河科技」" }).click();
  await admin.getByRole("button", { name: "保存" }).click();
  await expect(admin.getByRole("dialog", { name: "新同事" }).getByText("设计部")).toBeVisible();

  const { people } = await company.call("directory.search", { query: "xintongshi", kinds: ["employee"] });
  const id = people[0]?.id ?? company.ids.bo;
  const groupId = await company.callAs("xintongshi", "groups.create", {
    key: crypto.randomUUID() as never,
    type: "normal",
    name: "新同事的群",
    selection: { people: [company.ids.wei, company.ids.bo], departments: [], groups: [], except: [] },
    followDepartments: false,
  });
  const wei = await enter("wei", `/chats/${groupId.groupId}`);
  await openConversation(page, "新同事的群");

  await admin.getByRole("button", { name: "停用" }).click();
  await admin.getByRole("dialog", { name: "停用新同事的账号" }).getByRole("button", { name: "停用" }).click();
  await expect(page.getByRole("button", { name: "登录" })).toBeVisible();
  await expect(wei.getByRole("log").getByText("新同事 已停用或离职，离开了群聊")).toBeVisible();
  await openInfo(wei);
  await expect(wei.getByRole("button", { name: "解散群聊" })).toBeVisible();
  const { members } = await company.callAs("wei", "groups.members", { groupId: groupId.groupId });
  expect(members.map(({ person }) => person.id)).not.toContain(id);
});

test("A38 The groups of a leaver go to the successor named", { tag: "@desktop" }, async ({ enter, company }) => {
  const id = await company.addEmployee("将离", "jiangli");
  const { groupId } = await company.callAs("jiangli", "groups.create", {
    key: crypto.randomUUID() as never,
    type: "normal",
    name: "交接群",
    selection: { people: [company.ids.wei, company.ids.bo], departments: [], groups: [], except: [] },
    followDepartments: false,
  });
  const bo = await enter("bo", `/chats/${groupId}`);
  const admin = await enter("admin", "/admin/directory");
  await manage(admin, "将离");
  await admin.getByRole("button", { name: "办理离职" }).click();
  const leaving = admin.getByRole("dialog", { name: "为将离办理离职" });
  await leaving.getByPlaceholder("输入姓名、拼音、账号或手机号").fill("by");
  await leaving.getByRole("button", { name: /薄言/ }).click();
  await leaving.getByRole("button", { name: "办理离职" }).click();
  await expect(admin.getByRole("region", { name: "通知" }).getByText("将离已离职")).toBeVisible();
  await expect(bo.getByRole("log").getByText("你 成为了新群主")).toBeVisible();
  const { ownerId } = await company.callAs("bo", "groups.get", { groupId });
  expect(ownerId).toBe(company.ids.bo);
  expect(ownerId).not.toBe(id);
});

test("A reset password signs the person out everywhere and must be changed at the next sign-in", async ({
  enter,
  company,
}) => {
  await company.addEmployee("忘了", "wangle");
  const page = await enter("wangle");
  const admin = await enter("admin", "/admin/directory");
  await manage(admin, "忘了");
  await admin.getByRole("button", { name: "重置密码" }).click();
  await admin.getByRole("dialog", { name: "重置忘了的密码？" }).getByRole("button", { name: "重置密码" }).click();
  const shown = admin.getByRole("dialog", { name: "忘了的临时密码" });
  const temporary = (await shown.locator("dd").last().textContent()) ?? "";
  await page.getByLabel("账号或手机号").fill("wangle");
  await page.getByLabel("密码", { exact: true }).fill(temporary);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByText("忘了，请设置新密码")).toBeVisible();
  await page.goto(`${company.url}/contacts`);
  await expect(page.getByText("忘了，请设置新密码")).toBeVisible();
});

test("A device is signed out from another one, with the password", { tag: "@desktop" }, async ({ enter, company }) => {
  await company.addEmployee("双机", "shuangji");
  const [near, far] = await Promise.all([enter("shuangji", "/settings?section=devices"), enter("shuangji")]);
  await near.reload();
  await near.getByRole("button", { name: "退出其他所有设备" }).click();
  const question = near.getByRole("dialog", { name: "退出其他所有设备？" });
  const confirm = question.getByRole("button", { name: "退出其他所有设备" });
  await question.getByLabel("请输入密码以确认").fill("Galaxy-1999");
  await confirm.click();
  await expect(question.getByText("当前密码不正确")).toBeVisible();
  await question.getByLabel("请输入密码以确认").fill(company.password);
  await confirm.click();
  await expect(far.getByRole("button", { name: "登录" })).toBeVisible();
  await expect(near.getByText("本设备")).toBeVisible();
  await expect(near.getByRole("button", { name: "退出其他所有设备" })).toHaveCount(0);
});

test("One's own picture is chosen in the settings, seen by others at once as a square, and taken away again", {
  tag: "@desktop",
}, async ({ enter, company }) => {
  const id = await company.addEmployee("画家", "huajia");
  const { id: conversationId } = await company.callAs("huajia", "conversations.openDirect", {
    personId: company.ids.lin,
  });
  await sayAs(company, "huajia", conversationId, "看我的新头像");
  const [painter, lin] = await Promise.all([enter("huajia", "/settings?section=profile"), enter("lin")]);
  const pick = () => painter.getByRole("button", { name: "更换头像" }).click();
  const text = { name: "me.png", mimeType: "image/png", buffer: Buffer.from("not a picture") };
  await choose(painter, pick, text);
  await expect(painter.getByText("无法读取这张图片，请换一张")).toBeVisible();
  await choose(painter, pick, png("me.png", 700, 400));
  await expect(painter.getByText("头像已更新")).toBeVisible();
  const picture = lin.getByRole("option", { name: "画家" }).locator("img");
  await expect(picture).toHaveAttribute("src", /^\/api\/files\/avatars\//);
  const size = () => picture.evaluate((img: HTMLImageElement) => [img.naturalWidth, img.naturalHeight]);
  await expect.poll(size).toEqual([400, 400]);
  await expect(painter.getByRole("main").locator("header img").first()).toBeVisible();
  await painter.getByRole("button", { name: "移除头像" }).click();
  await expect(painter.getByRole("button", { name: "移除头像" })).toHaveCount(0);
  await expect(picture).toHaveCount(0);
  const { people } = await company.callAs("lin", "directory.briefs", { ids: [id] });
  expect(people[0]?.avatarUrl).toBeNull();
});
