import { type DepartmentId, type DepartmentNode, fail, type PrincipalId } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { Reading, Tx } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { once } from "../../platform/once.ts";
import {
  type DepartmentRecord,
  insertDepartment,
  isEmpty,
  joinPath,
  lockDepartment,
  readChildren,
  readDepartments,
  readHeadCounts,
  readHeight,
  readLeaders,
  readNodes,
  readPeopleBelow,
  removeDepartment,
  saveDepartment,
} from "./department-store.ts";
import { type Consequences, changeDirectory, type DirectoryDeps, translating } from "./deps.ts";
import type { HeadCounts } from "./head-counts.ts";
import { readPeople } from "./person-store.ts";
import { departmentVisible, judgeMove, type Viewer } from "./rules.ts";
import { briefFor, viewerOf } from "./viewer.ts";

type DepartmentCalls = Pick<
  UseCasesOf<"directory">,
  | "directory.departments"
  | "directory.department"
  | "directory.createDepartment"
  | "directory.updateDepartment"
  | "directory.deleteDepartment"
>;

/** The tree: reading it, and changing it by hand. */
export function departmentUseCases(deps: DirectoryDeps, heads: HeadCounts): DepartmentCalls {
  const { reading, company } = deps;
  return {
    "directory.departments": async ({ parentId }, actor) => {
      const viewer = await viewerOf(reading, actor);
      if (parentId) await visibleDepartment(reading, viewer, parentId);
      const children = await readChildren(reading, parentId, viewer.invisible);
      return { departments: await readNodes(reading, children, viewer.invisible, heads) };
    },
    "directory.department": async ({ departmentId }, actor) => {
      const viewer = await viewerOf(reading, actor);
      const { lineage } = await visibleDepartment(reading, viewer, departmentId);
      const records = await readDepartments(reading, lineage);
      records.sort((one, other) => one.lineage.length - other.lineage.length);
      const nodes = await readNodes(reading, records, viewer.invisible, heads);
      const department = nodes.pop() ?? fail("directory/department_not_found");
      const policy = await company.policy();
      const leaders = await readPeople(reading, await readLeaders(reading, departmentId));
      return { department, ancestors: nodes, leaders: leaders.map((person) => briefFor(policy, viewer, person)) };
    },
    "directory.createDepartment": (args, actor) => createDepartment(deps, args, actor.id),
    "directory.updateDepartment": (args, actor) => updateDepartment(deps, args, actor.id),
    "directory.deleteDepartment": ({ departmentId }, actor) =>
      changeDirectory(deps, actor.id, async (tx) => {
        const department = await knownDepartment(tx, departmentId);
        if (!department.parentId) fail("directory/department_root");
        if (!(await isEmpty(tx, departmentId))) fail("directory/department_not_empty");
        await removeDepartment(tx, departmentId);
        return { answer: {}, consequences: { departmentsChanged: true } };
      }),
  };
}

/** The department, if the viewer may see it. @throws directory/department_not_found */
export async function visibleDepartment(reading: Reading, viewer: Viewer, id: DepartmentId): Promise<DepartmentRecord> {
  const [department] = await readDepartments(reading, [id]);
  if (!department || !departmentVisible(viewer, department.lineage)) return fail("directory/department_not_found");
  return department;
}

function createDepartment(
  deps: DirectoryDeps,
  { key, parentId, name }: { key: string; parentId: DepartmentId; name: string },
  by: PrincipalId,
): Promise<DepartmentNode> {
  const at = deps.clock.now();
  return changeDirectory(deps, by, async (tx) => {
    let created = false;
    const answer = await once(tx, { actorId: by, key, call: "directory.createDepartment", at }, async () => {
      const parent = await knownDepartment(tx, parentId);
      const id = newId<DepartmentId>();
      judgeMove(id, parent.lineage, 1);
      await translating(existsUnder(name), () => insertDepartment(tx, { id, parent, name, at }));
      created = true;
      return node(tx, id);
    });
    return { answer, consequences: created ? { departmentsChanged: true } : null };
  });
}

interface DepartmentChanges {
  departmentId: DepartmentId;
  name?: string | undefined;
  parentId?: DepartmentId | undefined;
  order?: number | undefined;
  hidden?: boolean | undefined;
}

function updateDepartment(deps: DirectoryDeps, changes: DepartmentChanges, by: PrincipalId): Promise<DepartmentNode> {
  return changeDirectory(deps, by, async (tx) => {
    const before = await knownDepartment(tx, changes.departmentId);
    const after = await changed(tx, before, changes);
    await translating(existsUnder(after.name), () => saveDepartment(tx, before, after));
    return { answer: await node(tx, before.id), consequences: await consequencesOf(tx, before, after) };
  });
}

async function changed(tx: Tx, before: DepartmentRecord, changes: DepartmentChanges): Promise<DepartmentRecord> {
  const { name = before.name, order = before.order, hidden = before.hidden } = changes;
  const parentId = changes.parentId ?? before.parentId;
  if (!before.parentId || !parentId) {
    if (changes.parentId || hidden) fail("directory/department_root");
    return { ...before, name, order };
  }
  const parent = await knownDepartment(tx, parentId);
  if (parentId !== before.parentId) judgeMove(before.id, parent.lineage, await readHeight(tx, before));
  const namePath = joinPath(parent.namePath, name);
  return { ...before, name, order, hidden, parentId, namePath, lineage: [...parent.lineage, before.id] };
}

/** A move changes who is below which department; a new name or order concerns no group. */
async function consequencesOf(tx: Tx, before: DepartmentRecord, after: DepartmentRecord): Promise<Consequences> {
  if (before.parentId === after.parentId) return {};
  return { moved: await readPeopleBelow(tx, after.id), departmentsChanged: true };
}

async function knownDepartment(tx: Tx, id: DepartmentId): Promise<DepartmentRecord> {
  return (await lockDepartment(tx, id)) ?? fail("directory/department_not_found");
}

async function node(tx: Tx, id: DepartmentId): Promise<DepartmentNode> {
  const records = await readDepartments(tx, [id]);
  const [found] = await readNodes(tx, records, [], (ids, invisible) => readHeadCounts(tx, ids, invisible));
  return found ?? fail("directory/department_not_found");
}

function existsUnder(name: string): Record<string, () => never> {
  const exists = () => fail("directory/department_exists", { name });
  return { departments_parent_id_name_key: exists, departments_path: exists };
}
