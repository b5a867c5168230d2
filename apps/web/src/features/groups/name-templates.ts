import { t } from "../../i18n/index.ts";
import type { Picked } from "../people/selection.ts";

export interface NameTemplate {
  id: "project" | "department";
  /** The name the template makes. */
  value: string;
  /** How many characters at its start are to be typed over. */
  typeOver: number;
}

/** The two templates of group names: 项目名称+日期, and 部门+职能 once a department is ticked. */
export function nameTemplates(picked: Picked, today: Date): NameTemplate[] {
  const date = `${today.getFullYear()}${two(today.getMonth() + 1)}${two(today.getDate())}`;
  const project = t("groups.name.projectPart");
  const templates: NameTemplate[] = [
    { id: "project", value: t("groups.name.projectDate", { project, date }), typeOver: project.length },
  ];
  const department = picked.departments[0]?.name;
  if (department !== undefined) {
    templates.push({ id: "department", value: t("groups.name.departmentPurpose", { department }), typeOver: 0 });
  }
  return templates;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
