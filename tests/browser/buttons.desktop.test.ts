import type { Page } from "@playwright/test";
import type { CallInput, CallOutput, ConversationId, GroupDetails, GroupRole, GroupType } from "@qunxin/protocol";
import type { Company } from "./company.ts";
import { expect, openInfo, test, writing } from "./stage.ts";

type Options = CallInput<"groups.setOptions">["options"];
type Login = string;

/** The shipped options, and settings that turn what the roles may do around. */
const settings: Record<GroupType, readonly Options[]> = {
  normal: [
    {},
    {
      rights: { "member.invite": true, "administrator.edit": true, "administrator.invite": false },
      onlyStaffSpeak: true,
    },
    { rights: { "administrator.dissolve": true, "owner.remove": false, "member.mentionAll": true }, realNames: false },
  ],
  customer: [
    {},
    {
      rights: {
        "external.edit": true,
        "external.invite": true,
        "member.remove": true,
        "administrator.mentionAll": false,
      },
      hideMembersFromExternals: true,
    },
  ],
  all_staff: [
    {},
    {
      rights: { "administrator.edit": true, "administrator.dissolve": true, "member.mentionAll": true },
      realNames: false,
    },
  ],
};

for (const type of ["normal", "customer", "all_staff"] as const) {
  test(`A30 In a ${type.replace("_", "-")} group every role sees exactly the controls of what it may do, as options change`, async ({
    enter,
    company,
  }) => {
    const kai = await company.addExternal(`凯文${type}`);
    const logins: Partial<Record<GroupRole, Login>> = { owner: "lin", administrator: "wei", member: "bo" };
    if (type === "customer") logins.external = kai.mobile;
    const groupId = await build(company, type, kai.id);
    const opened = Object.values(logins).map(async (login) => {
      const page = await enter(login, `/chats/${groupId}`);
      await openInfo(page);
      return [login, page] as const;
    });
    const pages = await Promise.all(opened);
    for (const [index, options] of settings[type].entries()) {
      if (index > 0) await company.callAs("lin", "groups.setOptions", { groupId, options });
      const compared = pages.map(async ([login, page]) => {
        await expect(page.getByRole("log").getByText(/修改了群设置/)).toHaveCount(index);
        const group = await company.callAs(login, "groups.get", { groupId });
        const what = `${group.role} of a ${type} group, ${JSON.stringify(options)}`;
        await expect.poll(() => controlsShown(page), what).toEqual(controlsDue(group));
        await comparePicker(page, group, what);
        if (group.can.seeMembers) await compareMembers(page, await membersAs(company, login, groupId), what);
      });
      await Promise.all(compared);
    }
  });
}

async function build(company: Company, type: GroupType, external: CallOutput<"directory.card">["id"]) {
  const name = `矩阵 ${type}`;
  const { lin, wei } = company.ids;
  let groupId: ConversationId;
  if (type === "all_staff") {
    const nobody = { people: [], departments: [], groups: [], except: [] };
    const key = crypto.randomUUID() as never;
    ({ groupId } = await company.call("groups.create", {
      key,
      type,
      name,
      selection: nobody,
      followDepartments: false,
    }));
    await company.call("groups.handOver", { groupId, to: lin });
  } else {
    groupId = await company.group("lin", name, ["wei", "ana", "bo", ...(type === "customer" ? [external] : [])], type);
  }
  await company.callAs("lin", "groups.setAdministrator", { groupId, member: wei, administrator: true });
  return groupId;
}

/** What the information of the group shows; of the ability to speak, the composer. */
function controlsDue({ can, type, followsDepartments }: GroupDetails): Record<string, boolean> {
  return {
    addInHeader: can.invite,
    addInInfo: can.invite && can.seeMembers,
    invites: can.invite && type !== "all_staff",
    edit: can.edit,
    options: can.edit,
    follow: type === "normal" && (can.edit || followsDepartments),
    announce: can.announce,
    nickname: can.setNickname,
    handOver: can.handOver,
    leave: can.leave,
    dissolve: can.dissolve,
    members: can.seeMembers,
    write: can.speak,
  };
}

async function controlsShown(page: Page): Promise<Record<string, boolean>> {
  const info = page.getByRole("complementary", { name: "详细信息" });
  const button = (name: string | RegExp, within: Page | typeof info = info) =>
    within.getByRole("button", { name, exact: typeof name === "string" });
  const controls = {
    addInHeader: button("添加成员", page.getByRole("main") as typeof info),
    addInInfo: button("添加成员"),
    invites: button("邀请入群"),
    edit: button("编辑群名称和简介"),
    options: button("群管理"),
    follow: button(/^按部门自动同步/),
    announce: button(/发布群公告/),
    nickname: button(/^我的群昵称/),
    handOver: button("转让群主"),
    leave: button("退出群聊"),
    dissolve: button("解散群聊"),
    members: button("查看全部"),
    write: writing(page),
  };
  const shown = Object.entries(controls).map(async ([name, control]) => [name, (await control.count()) === 1] as const);
  return Object.fromEntries(await Promise.all(shown));
}

/** The mention picker offers 所有人 to whom may use it. */
async function comparePicker(page: Page, { can }: GroupDetails, what: string): Promise<void> {
  if (!can.speak) return;
  await writing(page).fill("@");
  const picker = page.getByRole("listbox", { name: "选择要提及的成员" });
  if (can.seeMembers) {
    await expect(picker.getByRole("option", { name: "安娜" }), what).toBeVisible();
    await expect(picker.getByRole("option", { name: "所有人" }), what).toHaveCount(can.mentionAll ? 1 : 0);
  } else {
    await expect(picker, what).toHaveCount(0);
  }
  await writing(page).fill("");
}

type Members = CallOutput<"groups.members">["members"];

async function membersAs(company: Company, login: Login, groupId: ConversationId): Promise<Members> {
  return (await company.callAs(login, "groups.members", { groupId, limit: 100 })).members;
}

/** Each member has a menu of exactly what one may do to them: all of them by whether, 安娜 by what. */
async function compareMembers(page: Page, members: Members, what: string): Promise<void> {
  await page.getByRole("button", { name: "查看全部" }).click();
  const list = page.getByRole("dialog", { name: "群成员" });
  await expect(list.getByRole("button", { name: "查看安娜的资料" })).toBeVisible();
  const due = members.filter(({ can }) => Object.values(can).some(Boolean)).map(({ person }) => `管理${person.name}`);
  const menus = list.getByRole("button", { name: /^管理/ });
  const shown = async () => (await menus.all()).map((menu) => menu.getAttribute("aria-label"));
  await expect.poll(async () => (await Promise.all(await shown())).sort(), what).toEqual(due.sort());
  const ana = members.find(({ person }) => person.name === "安娜");
  if (due.includes("管理安娜") && ana) {
    await list.getByRole("button", { name: "管理安娜" }).click();
    const words = { appoint: "设为管理员", handOver: "转让群主", mute: "禁言…", remove: "移出群聊" } as const;
    const acts = (Object.keys(words) as (keyof typeof words)[]).filter((act) => ana.can[act]);
    await expect(page.getByRole("menuitem"), what).toHaveText(acts.map((act) => words[act]));
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
  }
  await list.getByRole("button", { name: "关闭" }).click();
  await expect(list).toHaveCount(0);
}
