import type { DepartmentId } from "@qunxin/protocol";
import { beforeAll, expect, test } from "vitest";
import { loadLocale, loadTexts } from "../../i18n/index.ts";
import { nothingPicked } from "../people/selection.ts";
import { nameTemplates } from "./name-templates.ts";

beforeAll(async () => {
  await loadLocale("zh-CN");
  await loadTexts("groups");
});

const today = new Date(2026, 8, 5);

test("The project template ends with today's date and lets the project's name be typed over", () => {
  expect(nameTemplates(nothingPicked, today)).toEqual([{ id: "project", value: "项目名称-20260905", typeOver: 4 }]);
});

test("The department template is offered once a department is ticked", () => {
  const tech = { id: "d" as DepartmentId, name: "技术部", path: ["星河科技", "技术部"], headCount: 3, below: true };
  const templates = nameTemplates({ ...nothingPicked, departments: [tech] }, today);
  expect(templates[1]).toEqual({ id: "department", value: "技术部-工作群", typeOver: 0 });
});
