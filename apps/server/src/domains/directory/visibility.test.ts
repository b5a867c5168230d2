import { defaultPolicy, type PrincipalId } from "@qunxin/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { actorOf, anyCaller, key, openTestDirectory, type TestDirectory } from "./testing.ts";

let world: TestDirectory;
let ana: PrincipalId;
let kai: PrincipalId;
beforeAll(async () => {
  world = await openTestDirectory();
  const tech = await world.department("技术部");
  ana = await world.person("安娜", "ana", [tech.id], { mobile: "13800138000", email: "ana@x.cn" });
  const external = { key: key(), name: "凯", mobile: "13700137000", organisation: "客户公司" };
  ({ personId: kai } = await world.call["directory.createExternal"](external, world.wei, anyCaller));
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.setPolicy(defaultPolicy);
  world.sharing.clear();
});

const card = (personId: PrincipalId, actor: ReturnType<typeof actorOf>) =>
  world.call["directory.card"]({ personId }, actor, anyCaller);

test("A42 Clicking an avatar shows phone, department and title to those allowed by field visibility, and never to externals", async () => {
  const lin = await world.person("林", "lin");
  expect(await card(ana, actorOf(lin))).toMatchObject({
    ...{ mobile: "13800138000", email: "ana@x.cn", hidden: [], canMessage: true },
    placements: [{ path: ["群信科技", "技术部"] }],
  });
  const fieldAudience = { ...defaultPolicy.fieldAudience, mobile: "nobody", departments: "same_department" } as const;
  await world.setPolicy({ fieldAudience });
  expect(await card(ana, actorOf(lin))).toMatchObject({
    mobile: null,
    placements: [],
    hidden: ["mobile", "departments"],
  });
  expect(await card(ana, actorOf(ana))).toMatchObject({ mobile: "13800138000", hidden: [], canMessage: false });
  expect(await card(ana, world.wei)).toMatchObject({ mobile: "13800138000", hidden: [] });
  const { people } = await world.call["directory.people"](
    { departmentId: world.rootId, below: true },
    actorOf(lin),
    anyCaller,
  );
  expect(people.find(({ id }) => id === ana)).toMatchObject({ mobile: null, email: "ana@x.cn" });

  await world.setPolicy(defaultPolicy);
  world.sharing.set(kai, [ana]);
  expect(await card(ana, actorOf(kai, { kind: "external" }))).toEqual({
    ...{ id: ana, name: "安娜", kind: "employee", status: "active", avatarUrl: null, administrator: false },
    ...{ account: null, mobile: null, email: null, position: null, employeeNo: null, gender: null, organisation: null },
    ...{ placements: [], canMessage: true },
    hidden: ["mobile", "email", "position", "employeeNo", "gender", "departments"],
  });
});

test("an external knows nobody outside their groups: their cards are not found, their briefs left out", async () => {
  const asKai = actorOf(kai, { kind: "external" });
  await expect(card(ana, asKai)).rejects.toMatchObject({ code: "directory/person_not_found" });
  const briefs = async () => (await world.call["directory.briefs"]({ ids: [ana, kai] }, asKai, anyCaller)).people;
  expect(await briefs()).toMatchObject([{ id: kai }]);
  world.sharing.set(kai, [ana]);
  expect(await briefs()).toMatchObject([{ id: ana, name: "安娜", note: null }, { id: kai }]);
});
