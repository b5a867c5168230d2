import type { EntryBody, PrincipalId } from "@qunxin/protocol";
import { beforeAll, expect, test } from "vitest";
import { loadLocale } from "../../i18n/index.ts";
import { entrySentence, type NameOf, peopleOfEntry } from "./entry-text.ts";

const names: Record<string, string> = { lin: "林晓", wei: "魏然", ana: "安娜", chen: "陈静" };
const nameOf: NameOf = (id) => names[id] ?? "成员";
const [lin, wei, ana, chen] = ["lin", "wei", "ana", "chen"] as PrincipalId[] as [
  PrincipalId,
  PrincipalId,
  PrincipalId,
  PrincipalId,
];

beforeAll(() => loadLocale("zh-CN"));

test("every way of joining has its sentence", () => {
  const joined = (way: Extract<EntryBody, { kind: "members_joined" }>["way"], by: PrincipalId | null) =>
    tell({ kind: "members_joined", way, members: [wei], count: 1 }, by);
  expect(joined("picked", lin)).toBe("林晓 邀请 魏然 加入了群聊");
  expect(joined("department", null)).toBe("魏然 随部门加入了群聊");
  expect(joined("department", lin)).toBe("林晓 按部门邀请 魏然 加入了群聊");
  expect(joined("link", wei)).toBe("魏然 通过邀请链接加入了群聊");
  expect(joined("qr", wei)).toBe("魏然 通过扫描二维码加入了群聊");
  expect(joined("all_staff", null)).toBe("魏然 加入了全员群");
});

test("every way of leaving has its sentence", () => {
  const left = (way: Extract<EntryBody, { kind: "members_left" }>["way"], by: PrincipalId | null) =>
    tell({ kind: "members_left", way, members: [wei], count: 1 }, by);
  expect(left("left", wei)).toBe("魏然 退出了群聊");
  expect(left("removed", lin)).toBe("林晓 将 魏然 移出了群聊");
  expect(left("moved", null)).toBe("魏然 因部门变动离开了群聊");
  expect(left("inactive", null)).toBe("魏然 已停用或离职，离开了群聊");
});

test("many people are two names and a number", () => {
  const body = { kind: "members_joined", way: "picked", members: [wei, ana, chen], count: 23 } as const;
  expect(tell({ ...body, members: [...body.members] }, lin)).toBe("林晓 邀请 魏然、安娜 等 23 人 加入了群聊");
  expect(tell({ ...body, members: [...body.members], count: 3 }, lin)).toBe("林晓 邀请 魏然、安娜、陈静 加入了群聊");
});

test("the creator does not invite themself", () => {
  const created = { kind: "group_created", name: "群", type: "normal", members: [lin, wei], count: 2 } as const;
  expect(tell({ ...created, members: [lin, wei] }, lin)).toBe("林晓 创建了群聊，邀请了 魏然");
});

test("handing over differs from succession", () => {
  expect(tell({ kind: "owner_changed", from: lin, to: wei }, lin)).toBe("林晓 将群主转让给了 魏然");
  expect(tell({ kind: "owner_changed", from: lin, to: wei }, null)).toBe("魏然 成为了新群主");
});

test("muting tells until when, and by whom", () => {
  expect(tell({ kind: "member_muted", member: wei, until: "2026-11-18T14:32:00" }, lin)).toBe(
    "林晓 将 魏然 禁言至 2026-11-18 14:32",
  );
  expect(tell({ kind: "member_muted", member: wei, until: null }, lin)).toBe("林晓 解除了 魏然 的禁言");
});

test("English lists names as English does", async () => {
  await loadLocale("en");
  const body: EntryBody = { kind: "members_joined", way: "link", members: [wei, ana], count: 2 };
  expect(tell(body, wei)).toBe("魏然 and 安娜 joined by invitation link");
  await loadLocale("zh-CN");
});

test("the people of an entry are each asked for once", () => {
  expect(peopleOfEntry({ by: lin, body: { kind: "owner_changed", from: lin, to: wei } })).toEqual([lin, wei]);
});

function tell(body: EntryBody, by: PrincipalId | null): string {
  if (body.kind === "message") throw new Error("a message has no sentence");
  return entrySentence({ by }, body, nameOf);
}
