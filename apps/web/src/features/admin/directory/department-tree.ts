import type { DepartmentId, DepartmentNode } from "@qunxin/protocol";
import { callApi } from "../../../app/api.ts";
import type { TreeNode } from "../../../ui/index.ts";

/** A department as a line of the tree. */
export interface DepartmentLine extends TreeNode {
  department: DepartmentNode;
}

export function lineOf(department: DepartmentNode): DepartmentLine {
  return { id: department.id, label: department.name, hasChildren: department.hasChildren, department };
}

export async function childrenOf({ id }: { id: string }): Promise<DepartmentLine[]> {
  const { departments } = await callApi("directory.departments", { parentId: id as DepartmentId });
  return departments.map(lineOf);
}
