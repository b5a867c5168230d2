import { afterAll, beforeAll, expect, test } from "vitest";
import { actorOf, anyCaller, key, openTestDirectory, type TestDirectory } from "./testing.ts";

let world: TestDirectory;
beforeAll(async () => {
  world = await openTestDirectory();
});
afterAll(() => world.close());

test("a tree shows children in order, counts heads below each once, and says whether there is more", async () => {
  const { call, wei, rootId } = world;
  const tech = await world.department("技术部");
  const backend = await world.department("后端组", tech.id);
  await world.department("市场部");
  const both = await world.person("单雄信", "shan", [tech.id, backend.id]);
  await world.person("林晓", "lin", [backend.id]);
  await call["directory.setStatus"](
    { personId: await world.person("离职者", "gone", [backend.id]), status: "disabled" },
    wei,
    anyCaller,
  );
  const { departments } = await call["directory.departments"]({ parentId: rootId }, actorOf(both), anyCaller);
  expect(departments.map(({ name, headCount, hasChildren, path }) => ({ name, headCount, hasChildren, path }))).toEqual(
    [
      { name: "技术部", headCount: 2, hasChildren: true, path: ["群信科技", "技术部"] },
      { name: "市场部", headCount: 0, hasChildren: false, path: ["群信科技", "市场部"] },
    ],
  );
  const { departments: roots } = await call["directory.departments"]({ parentId: null }, wei, anyCaller);
  expect(roots).toMatchObject([{ id: rootId, parentId: null, headCount: 3 }]);
  const found = await call["directory.department"]({ departmentId: backend.id }, wei, anyCaller);
  expect(found.ancestors.map(({ name }) => name)).toEqual(["群信科技", "技术部"]);
});

test("A21 ticking departments resolves to the union of active people without duplicates, below included where asked", async () => {
  const { directory, database } = world;
  const one = await world.department("设计部");
  const below = await world.department("视觉组", one.id);
  const two = await world.department("运营部");
  const both = await world.person("双重", "both", [below.id, two.id]);
  const direct = await world.person("直属", "direct", [one.id]);
  const resolve = (wanted: Parameters<typeof directory.resolveDepartments>[1]) =>
    directory.resolveDepartments(database.reading, wanted);
  expect(new Set(await resolve([{ departmentId: one.id, below: false }]))).toEqual(new Set([direct]));
  const all = await resolve([
    { departmentId: one.id, below: true },
    { departmentId: two.id, below: false },
  ]);
  expect(all.toSorted()).toEqual([both, direct].toSorted());
});

test("people of a department come leaders first, then by pinyin, page by page, each once", async () => {
  const { call, wei } = world;
  const sales = await world.department("销售部");
  const names = ["张三", "李四", "王五", "赵六", "阿明"];
  for (const [index, name] of names.entries()) {
    await world.person(name, `sales${index}`, [sales.id], { leads: name === "王五" ? [sales.id] : [] });
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await call["directory.people"](
      { departmentId: sales.id, below: true, limit: 2, ...(cursor ? { cursor } : {}) },
      wei,
      anyCaller,
    );
    expect(page.total).toBe(5);
    seen.push(...page.people.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["王五", "阿明", "李四", "张三", "赵六"]);
});

test("a made-up cursor is refused as invalid input", async () => {
  const { call, wei, rootId } = world;
  const ask = call["directory.people"]({ departmentId: rootId, below: true, cursor: "nonsense" }, wei, anyCaller);
  await expect(ask).rejects.toMatchObject({ code: "request/invalid" });
});

test("adding a person twice with the same key adds one, who is told to the groups once and can sign in", async () => {
  const { call, wei, rootId, changes, identity } = world;
  const before = changes.length;
  const args = {
    ...{
      key: key(),
      name: "新人",
      account: "newcomer",
      mobile: "+86 139-0000-0001",
      email: null,
      gender: "female" as const,
    },
    ...{ position: null, employeeNo: null, avatarUrl: null, placements: [{ departmentId: rootId, leader: false }] },
  };
  const [first, second] = await Promise.all([
    call["directory.createPerson"](args, wei, anyCaller),
    call["directory.createPerson"](args, wei, anyCaller),
  ]);
  expect(second).toEqual(first);
  expect(changes.slice(before)).toEqual([
    { by: wei.id, joined: [first.personId], gone: [], moved: [], departmentsChanged: false },
  ]);
  const { me } = await identity.useCases["identity.signIn"](
    { login: "13900000001", password: first.temporaryPassword, device: { name: "", kind: "web" }, hold: "bearer" },
    null,
    anyCaller,
  );
  expect(me).toMatchObject({ account: "newcomer", passwordChangeRequired: true });
});

test("a taken account in any case, mobile or e-mail is refused and nothing is added", async () => {
  await world.person("原主", "Owner1", undefined, { mobile: "13911112222", email: "a@b.cn" });
  const code = (name: string) => ({ code: `directory/${name}` });
  await expect(world.person("后来", "oWNER1")).rejects.toMatchObject(code("account_taken"));
  await expect(world.person("后来", "x1", undefined, { mobile: "139 1111 2222" })).rejects.toMatchObject({
    ...code("mobile_taken"),
    params: { mobile: "13911112222" },
  });
  await expect(world.person("后来", "x1", undefined, { email: "A@B.CN" })).rejects.toMatchObject(code("email_taken"));
  const missing = world.person("后来", "x1", [key() as never]);
  await expect(missing).rejects.toMatchObject(code("department_not_found"));
  expect(await world.directory.findForSignIn("x1")).toBeNull();
});

test("changing a person's departments tells the groups who moved; changing their name does not", async () => {
  const { call, wei, changes } = world;
  const from = await world.department("甲部");
  const to = await world.department("乙部");
  const personId = await world.person("移动者", "mover", [from.id]);
  const before = changes.length;
  await call["directory.updatePerson"]({ personId, name: "新名字" }, wei, anyCaller);
  expect(changes).toHaveLength(before);
  const row = await call["directory.updatePerson"](
    { personId, placements: [{ departmentId: to.id, leader: true }] },
    wei,
    anyCaller,
  );
  expect(row.placements).toEqual([{ departmentId: to.id, path: ["群信科技", "乙部"], leader: true }]);
  expect(changes.slice(before)).toMatchObject([{ moved: [personId], joined: [], gone: [] }]);
});

test("A37 a leaver's sessions are dead with the change itself, and the groups learn of it in the same transaction", async () => {
  const { call, wei, identity, changes, database } = world;
  const personId = await world.person("离开者", "leaver");
  const successorId = await world.person("接手者", "taker");
  const { token } = await identity.openSession(personId, { name: "手机", kind: "phone", address: "" });
  expect(await identity.authenticate(token)).toMatchObject({ id: personId });
  await call["directory.setStatus"]({ personId, status: "left", successorId }, wei, anyCaller);
  expect(await identity.authenticate(token)).toBeNull();
  expect(changes.at(-1)).toMatchObject({
    ...{ by: wei.id, joined: [], gone: [personId], moved: [], departmentsChanged: false, successorId },
  });
  const back = call["directory.setStatus"]({ personId, status: "active" }, wei, anyCaller);
  await expect(back).rejects.toMatchObject({ code: "directory/needs_department" });
  expect(await world.directory.person(database.reading, personId)).toMatchObject({ status: "left" });
});

test("when the groups cannot follow, the leaver has not left: nothing of the change stays", async () => {
  const { call, wei, ports, follower, identity, database } = world;
  const personId = await world.person("未离开", "stays");
  const { token } = await identity.openSession(personId, { name: "", kind: "web", address: "" });
  ports.follower = { organisationChanged: () => Promise.reject(new Error("the groups are on fire")) };
  await expect(call["directory.setStatus"]({ personId, status: "left" }, wei, anyCaller)).rejects.toThrow("on fire");
  ports.follower = follower;
  expect(await world.directory.person(database.reading, personId)).toMatchObject({ status: "active" });
  expect(await identity.authenticate(token)).toMatchObject({ id: personId });
});

test("the last administrator can neither leave nor be disabled, not even when two try at once", async () => {
  const { call, wei, identity } = world;
  const last = { code: "identity/last_administrator" };
  const leave = (personId: typeof wei.id) =>
    call["directory.setStatus"]({ personId, status: "disabled" }, wei, anyCaller);
  await expect(leave(wei.id)).rejects.toMatchObject(last);
  const other = await world.person("副手", "deputy");
  await identity.useCases["identity.setAdministrator"]({ personId: other, administrator: true }, wei, anyCaller);
  const results = await Promise.allSettled([leave(other), leave(wei.id)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const [active] = results
    .map(({ status }, index) => (status === "rejected" ? [other, wei.id][index] : null))
    .filter(Boolean);
  expect(active).toBeDefined();
  await call["directory.setStatus"]({ personId: other, status: "active" }, wei, anyCaller);
  await call["directory.setStatus"]({ personId: wei.id, status: "active" }, wei, anyCaller);
});

test("moving a department takes its whole subtree along, and refuses loops, twins and too deep trees", async () => {
  const { call, wei, changes, rootId } = world;
  const a = await world.department("移动A");
  const b = await world.department("移动B");
  const inner = await world.department("内部", a.id);
  const innermost = await world.department("最内", inner.id);
  const personId = await world.person("随行", "along", [innermost.id]);
  const update = (args: Parameters<(typeof call)["directory.updateDepartment"]>[0]) =>
    call["directory.updateDepartment"](args, wei, anyCaller);
  const moved = await update({ departmentId: a.id, parentId: b.id, name: "移动A改" });
  expect(moved).toMatchObject({ path: ["群信科技", "移动B", "移动A改"], headCount: 1 });
  expect(changes.at(-1)).toMatchObject({ moved: [personId], departmentsChanged: true });
  const deep = await call["directory.department"]({ departmentId: innermost.id }, wei, anyCaller);
  expect(deep.department.path).toEqual(["群信科技", "移动B", "移动A改", "内部", "最内"]);
  expect(deep.ancestors.map(({ id }) => id)).toEqual([rootId, b.id, a.id, inner.id]);
  const refused = (code: string) => ({ code: `directory/department_${code}` });
  await expect(update({ departmentId: b.id, parentId: innermost.id })).rejects.toMatchObject(refused("loop"));
  await expect(update({ departmentId: rootId, parentId: b.id })).rejects.toMatchObject(refused("root"));
  await world.department("移动A改");
  await expect(update({ departmentId: a.id, parentId: rootId })).rejects.toMatchObject(refused("exists"));
  let deepest = b.id;
  for (let level = 2; level <= 15; level++) deepest = (await world.department(`层${level}`, deepest)).id;
  await expect(world.department("再深一层", deepest)).rejects.toMatchObject(refused("depth"));
  await expect(update({ departmentId: inner.id, parentId: deepest })).rejects.toMatchObject(refused("depth"));
});

test("only an empty department can be deleted, and never the root", async () => {
  const { call, wei, rootId } = world;
  const parent = await world.department("待删");
  const child = await world.department("待删下级", parent.id);
  const remove = (departmentId: typeof rootId) => call["directory.deleteDepartment"]({ departmentId }, wei, anyCaller);
  await expect(remove(parent.id)).rejects.toMatchObject({ code: "directory/department_not_empty" });
  await remove(child.id);
  await remove(parent.id);
  await expect(remove(parent.id)).rejects.toMatchObject({ code: "directory/department_not_found" });
  await expect(remove(rootId)).rejects.toMatchObject({ code: "directory/department_root" });
});

test("a hidden department is not there for outsiders, its people are not listed, and administrators see it", async () => {
  const { call, wei, sharing } = world;
  const secret = await world.department("秘密部");
  const below = await world.department("更秘密", secret.id);
  const insider = await world.person("内线人", "insider", [below.id]);
  const outsider = await world.person("外面人", "outsider");
  await call["directory.updateDepartment"]({ departmentId: secret.id, hidden: true }, wei, anyCaller);
  const asOutsider = actorOf(outsider);
  const ask = call["directory.department"]({ departmentId: below.id }, asOutsider, anyCaller);
  await expect(ask).rejects.toMatchObject({ code: "directory/department_not_found" });
  const search = (actor: typeof wei, query: string) =>
    call["directory.search"]({ query, kinds: ["employee", "department"] }, actor, anyCaller);
  expect(await search(asOutsider, "内线人")).toEqual({ people: [], departments: [] });
  expect(await search(asOutsider, "秘密")).toMatchObject({ departments: [] });
  expect((await search(actorOf(insider), "秘密部")).departments).not.toEqual([]);
  expect((await search(wei, "内线人")).people).toHaveLength(1);
  const { departments } = await search(wei, "秘密部");
  expect(departments.find(({ id }) => id === secret.id)).toMatchObject({ name: "秘密部", hidden: true });
  const card = () => call["directory.card"]({ personId: insider }, asOutsider, anyCaller);
  await expect(card()).rejects.toMatchObject({ code: "directory/person_not_found" });
  sharing.set(outsider, [insider]);
  expect(await card()).toMatchObject({ name: "内线人", placements: [] });
});
