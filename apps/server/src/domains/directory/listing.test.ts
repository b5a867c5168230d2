import type { DepartmentId, PersonStatus, PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actorOf, anyCaller, openTestDirectory, type TestDirectory } from "./testing.ts";

let world: TestDirectory;
beforeAll(async () => {
  world = await openTestDirectory();
});
afterAll(() => world.close());

interface Asked {
  below?: boolean;
  status?: PersonStatus | "any";
  actor?: ReturnType<typeof actorOf>;
  limit?: number;
}

/** All pages: ids in their order. */
async function allOf(departmentId: DepartmentId, asked: Asked = {}) {
  const { below = true, status, actor = world.wei, limit = 3 } = asked;
  const ids: PrincipalId[] = [];
  const totals = new Set<number>();
  let cursor: string | undefined;
  do {
    const args = { departmentId, below, limit, ...(status ? { status } : {}), ...(cursor ? { cursor } : {}) };
    const page = await world.call["directory.people"](args, actor, anyCaller);
    ids.push(...page.people.map(({ id }) => id));
    totals.add(page.total);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect([...totals], "every page tells how many there are").toEqual([ids.length]);
  return ids;
}

const namesOf = async (ids: readonly PrincipalId[]) =>
  (await world.directory.people(world.database.reading, ids)).map(({ name }) => name);

/** What the list is by definition, sorted out of everybody. */
async function expected(departmentId: DepartmentId, below = true, status: PersonStatus | null = "active") {
  const { rows } = await world.database.pool.query<{ id: PrincipalId }>(
    `select p.id from departments d join placements pl on pl.department_id = d.id join people p on p.id = pl.person_id
     where case when $2 then d.id_path @> array[$1::uuid] else d.id = $1 end and ($3::text is null or p.status = $3)
     group by p.id order by not bool_or(pl.leader and pl.department_id = $1::uuid), p.pinyin, p.id`,
    [departmentId, below, status],
  );
  return rows.map(({ id }) => id);
}

async function holdsEverywhere() {
  const { rows } = await world.database.pool.query<{ id: DepartmentId }>("select id from departments");
  for (const { id } of rows) {
    expect(await allOf(id)).toEqual(await expected(id));
    const limit = 50;
    expect(await allOf(id, { below: false, limit })).toEqual(await expected(id, false));
    expect(await allOf(id, { status: "any", limit })).toEqual(await expected(id, true, null));
    expect(await allOf(id, { status: "disabled", limit })).toEqual(await expected(id, true, "disabled"));
  }
}

test("people of one name, of two departments and of two ranks come page by page, each once, in one order", async () => {
  const top = await world.department("事业部");
  const [one, two] = [await world.department("一组", top.id), await world.department("二组", top.id)];
  for (let index = 0; index < 5; index++) await world.person("王伟", `wang${index}`, [index % 2 ? one.id : two.id]);
  await world.person("张三", "both", [one.id, two.id], { leads: [two.id] });
  await world.person("赵总", "boss", [top.id, one.id], { leads: [top.id] });
  await world.person("阿明", "ming", [one.id]);
  expect(await namesOf(await allOf(top.id))).toEqual(["赵总", "阿明", ...Array(5).fill("王伟"), "张三"]);
  expect(await namesOf(await allOf(two.id))).toEqual(["张三", ...Array(3).fill("王伟")]);
  expect(await namesOf(await allOf(top.id, { below: false }))).toEqual(["赵总"]);
  await holdsEverywhere();
});

test("the lists follow who moves, is renamed, leaves, is disabled and comes back, and departments that move", async () => {
  const { call, wei } = world;
  const [from, to] = [await world.department("甲部"), await world.department("乙部")];
  const inner = await world.department("内组", from.id);
  const ids = [];
  for (const name of ["周一", "周二", "周三", "周四"]) ids.push(await world.person(name, `p${ids.length}`, [inner.id]));
  const [first, second, third, fourth] = ids as [PrincipalId, PrincipalId, PrincipalId, PrincipalId];
  await call["directory.updatePerson"]({ personId: first, name: "阿一" }, wei, anyCaller);
  const placements = [{ departmentId: to.id, leader: true }];
  await call["directory.updatePerson"]({ personId: second, placements }, wei, anyCaller);
  await call["directory.setStatus"]({ personId: third, status: "disabled" }, wei, anyCaller);
  await call["directory.setStatus"]({ personId: fourth, status: "left" }, wei, anyCaller);
  await holdsEverywhere();
  expect(await allOf(from.id)).toEqual([first]);
  await call["directory.updateDepartment"]({ departmentId: inner.id, parentId: to.id }, wei, anyCaller);
  await call["directory.setStatus"]({ personId: third, status: "active" }, wei, anyCaller);
  await holdsEverywhere();
  expect(await namesOf(await allOf(to.id))).toEqual(["周二", "阿一", "周三"]);
  expect(await allOf(from.id)).toEqual([]);
});

test("the lists follow an import that adds, moves, disables and lets people leave", async () => {
  const header = "姓名,账号,部门,是否领导,状态\n";
  const staff = "韦伟,wei,群信科技,否,在职\n";
  const before = `${header}${staff}钱一,q1,进口/一组,是,在职\n钱二,q2,进口/一组;进口/二组,否;否,在职\n孙三,s3,进口,否,在职\n`;
  await world.apply((await world.check(before)).id);
  await holdsEverywhere();
  const after = `${header}${staff}钱一,q1,进口/二组,否,在职\n冯二,q2,进口/一组;进口/二组,否;是,禁用\n新人,new,进口/三组,否,在职\n`;
  await world.apply((await world.check(after)).id, true);
  await holdsEverywhere();
});

test("whom only a hidden department brings in is neither listed nor counted for those outside of it", async () => {
  const top = await world.department("总部");
  const secret = await world.department("密组", top.id);
  const below = await world.department("密组之下", secret.id);
  const open = await world.department("明组", top.id);
  await world.person("暗一", "dark1", [secret.id]);
  await world.person("暗二", "dark2", [below.id, secret.id]);
  await world.person("两处", "halfway", [below.id, open.id]);
  const asOutsider = actorOf(await world.person("明一", "bright", [open.id]));
  await world.call["directory.updateDepartment"]({ departmentId: secret.id, hidden: true }, world.wei, anyCaller);
  expect(await namesOf(await allOf(top.id, { actor: asOutsider }))).toEqual(["两处", "明一"]);
  expect(await allOf(top.id, { below: false, actor: asOutsider })).toEqual([]);
  expect(await namesOf(await allOf(top.id))).toEqual(["暗二", "暗一", "两处", "明一"]);
});
