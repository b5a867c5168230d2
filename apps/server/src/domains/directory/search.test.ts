import { defaultPolicy, type PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { actorOf, anyCaller, openTestDirectory, type TestDirectory } from "./testing.ts";

let world: TestDirectory;
let lin: PrincipalId;
beforeAll(async () => {
  world = await openTestDirectory();
  const lines = Array.from({ length: 2_000 }, (_, index) => {
    return `人${index},user${index},事业部${index % 20}/中心${index % 200}/第${index}组`;
  });
  await world.apply((await world.check(`姓名,账号,部门\n${lines.join("\n")}\n`)).id);
  const tech = await world.department("重庆研发中心");
  lin = await world.person("林晓", "lin.xiao", [tech.id], { mobile: "13800138421" });
  await world.person("单雄信", "Shan_X", [tech.id], { mobile: "13900139999" });
  await world.person("林小林", "xl100", [tech.id]);
});
afterAll(() => world.close());
beforeEach(() => world.setPolicy(defaultPolicy));

const search = (
  query: string,
  kinds: ("employee" | "external" | "department")[] = ["employee"],
  actor = actorOf(lin),
) => world.call["directory.search"]({ query, kinds }, actor, anyCaller);
const people = async (query: string) => (await search(query)).people.map(({ name }) => name);
const departments = async (query: string) =>
  (await search(query, ["department"])).departments.map(({ path }) => path.slice(1).join("/"));

test("A22 Department search finds a node by name, pinyin initials or path among 2,000 departments", async () => {
  expect(await departments("重庆研发中心")).toEqual(["重庆研发中心"]);
  expect(await departments("cqyfzx")).toEqual(["重庆研发中心"]);
  expect(await departments("chongqing")).toEqual(["重庆研发中心"]);
  expect((await departments("第1234组"))[0]).toBe("事业部14/中心34/第1234组");
  expect(await departments("中心34 / 第1234")).toEqual(["事业部14/中心34/第1234组"]);
  expect((await departments("sybu")).length).toBe(0);
  expect((await departments("syb3"))[0]).toBe("事业部3");
});

test("people are found by name, pinyin in every reading, initials and account, in any case", async () => {
  for (const query of ["单雄信", "雄信", "shanxiongxin", "SHAN xiong xin", "danxiongxin", "sxx", "dxx", "shan_x"]) {
    expect(await people(query), query).toEqual(["单雄信"]);
  }
  expect(await people("不存在")).toEqual([]);
});

test("what equals the query comes before what begins with it, and that before what holds it", async () => {
  expect((await people("user1"))[0]).toBe("人1");
  expect(await people("林")).toEqual(["林晓", "林小林"].toSorted((one, other) => (one < other ? 1 : -1)));
  expect((await people("小林"))[0]).toBe("林小林");
});

test("wildcards of the database are ordinary characters in a query", async () => {
  expect(await people("%")).toEqual([]);
  expect(await people("sha__x")).toEqual([]);
  expect(await people("_x")).toEqual(["单雄信"]);
  expect(await people("\\")).toEqual([]);
  expect(await people("|")).toEqual([]);
});

test("what the index finds is what reading everybody finds, in the same order, whatever is typed", async () => {
  await world.person("O'Neil 四\\五", "oneil");
  await world.person("a b|c", "abc", undefined, { mobile: "13912348421" });
  const typed =
    "林 晓 小林 林晓 人1 1 12 er2 u us user1 user19 xx x ng an a i s l d n o 单 雄 0 - '  ' ' '四 四\\ b|c bc a 'n 8421 421 9 组 第1 /第 部3/中".split(
      " ",
    );
  for (const text of [...typed, "o'neil", "neil 四", "a b", "事业部1/", "zhong", "cqyfzx"]) {
    const query = text.trim().toLowerCase().replaceAll("|", "");
    if (query === "") continue;
    // Pinyin is found without blanks and apostrophes.
    const spoken = /^[a-z' ]+$/.test(query) ? query.replaceAll(/[' ]/g, "") || query : query;
    const literal = spoken.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
    const { rows } = await world.database.pool.query<{ name: string }>(
      `select p.name from people p where p.search_text like '%' || $1 || '%' and p.status = 'active'
       order by case when '|' || p.search_text || '|' like '%|' || $1 || '|%' then 0
         when '|' || p.search_text like '%|' || $1 || '%' then 1 else 2 end, p.pinyin, p.id limit 20`,
      [literal],
    );
    const { rows: called } = await world.database.pool.query<{ name: string }>(
      `select name from people where mobile like $1 and status = 'active'
       order by mobile like $2 desc, pinyin, id`,
      [/^\d{4,}$/.test(query) ? `%${query}%` : /^\d+$/.test(query) ? `%${query}` : "", `%${query}`],
    );
    const byName = rows.map(({ name }) => name);
    const expected = [...new Set([...byName, ...called.map(({ name }) => name)])].slice(0, 20);
    expect(await people(text), text).toEqual(expected);
    const { rows: places } = await world.database.pool.query<{ count: number }>(
      `select count(*)::int as count from departments d where lower(d.name) like '%' || $1 || '%'
       or d.pinyin like '%' || $1 || '%' or d.initials like '%' || $1 || '%' or lower(d.name_path) like '%' || $1 || '%'`,
      [literal],
    );
    expect((await departments(text)).length, text).toBe(Math.min(places[0]?.count ?? 0, 20));
  }
});

test("a search that was asked before follows whoever comes, is renamed or leaves meanwhile", async () => {
  const personId = await world.person("欧阳锋", "ouyang");
  expect(await people("欧阳")).toEqual(["欧阳锋"]);
  await world.person("欧阳克", "ouyangke");
  expect(await people("欧阳")).toEqual(["欧阳锋", "欧阳克"]);
  await world.call["directory.updatePerson"]({ personId, name: "西毒" }, world.wei, anyCaller);
  expect(await people("欧阳")).toEqual(["欧阳克"]);
  await world.call["directory.setStatus"]({ personId, status: "left" }, world.wei, anyCaller);
  expect(await people("西毒")).toEqual([]);
});

test("a mobile is found by its tail, and anywhere from four digits on", async () => {
  expect(await people("8421")).toContain("林晓");
  expect(await people("421")).toContain("林晓");
  expect(await people("+86 138 0013 8421")).toEqual(["林晓"]);
  expect(await people("0138")).toEqual(["林晓"]);
  expect(await people("013")).not.toContain("林晓");
});

test("a mobile that is withheld from the seeker cannot be found by searching or pasting it either", async () => {
  const shan = (await world.directory.findForSignIn("shan_x"))?.id as PrincipalId;
  await world.setPolicy({ fieldAudience: { ...defaultPolicy.fieldAudience, mobile: "nobody" } });
  const asShan = actorOf(shan);
  expect((await search("8421", ["employee"], asShan)).people.map(({ name }) => name)).not.toContain("林晓");
  const paste = world.call["directory.matchPasted"];
  expect(await paste({ text: "13800138421" }, asShan, anyCaller)).toMatchObject({
    people: [],
    unknown: ["13800138421"],
  });
  // One's own, and whatever an administrator looks for.
  expect(await people("8421")).toContain("林晓");
  expect((await search("8421", ["employee"], world.wei)).people.map(({ name }) => name)).toContain("林晓");
});

test("who has left or is disabled is found by administrators only, and only if asked for", async () => {
  const personId = await world.person("已停用", "stopped");
  await world.call["directory.setStatus"]({ personId, status: "disabled" }, world.wei, anyCaller);
  const ask = async (actor: typeof world.wei, includeInactive: boolean) => {
    const args = { query: "已停用", kinds: ["employee" as const], includeInactive };
    return (await world.call["directory.search"](args, actor, anyCaller)).people.length;
  };
  expect(await ask(world.wei, false)).toBe(0);
  expect(await ask(world.wei, true)).toBe(1);
  expect(await ask(actorOf(lin), true)).toBe(0);
});

test("a pasted list finds accounts, mobiles and names in its order, once each, and tells what it cannot place", async () => {
  await world.person("同名", "same1");
  await world.person("同名", "same2");
  const text = "USER7\n林晓，user8;lin.xiao；13900139999、同名\t nobody user7  ";
  const found = await world.call["directory.matchPasted"]({ text }, actorOf(lin), anyCaller);
  expect(found.people.map(({ name }) => name)).toEqual(["人7", "林晓", "人8", "单雄信"]);
  expect(found.unknown).toEqual(["nobody"]);
  expect(found.ambiguous).toMatchObject([{ text: "同名", people: [{ name: "同名" }, { name: "同名" }] }]);
});

test("externals are found as externals only, and only employees search at all", async () => {
  const args = { key: lin as never, name: "客户凯", mobile: "13700001111", organisation: "某公司" };
  await world.call["directory.createExternal"](args, actorOf(lin), anyCaller);
  expect((await search("客户凯", ["external"])).people).toMatchObject([{ kind: "external", organisation: "某公司" }]);
  expect((await search("客户凯", ["employee"])).people).toEqual([]);
});
