import type { Random } from "./random.ts";

/** What somebody in a department is called, by what the department does and whether they lead it. */
export function positionIn(path: readonly string[], leader: boolean, random: Random): string {
  if (leader) return leaderPosition(path.at(-1) ?? "");
  const duty = [...path].reverse().flatMap((name) => kinds.filter(([mark]) => name.includes(mark)))[0];
  return random.pick(duty?.[1] ?? generalPositions);
}

/** How many people want to be in a department compared with others. */
export function weightOf(path: readonly string[]): number {
  const name = path.at(-1) ?? "";
  if (/大区|分公司|^总经办|法务|省$/.test(name) || path.length === 1) return 1;
  return /销售|客服|热线|小组|营业部|交付|现场/.test(name) ? 6 : 3;
}

function leaderPosition(name: string): string {
  if (name === "分公司") return "分公司管理总监";
  if (name.endsWith("分公司")) return "分公司总经理";
  if (name.endsWith("大区")) return "大区总监";
  if (name.endsWith("办")) return "办事处主任";
  if (name.endsWith("组")) return "组长";
  return name.endsWith("部") ? "部门经理" : "负责人";
}

const generalPositions = ["专员", "主管", "助理", "高级专员"];

const kinds: readonly (readonly [mark: string, positions: readonly string[]])[] = [
  ["前端", ["前端工程师", "高级前端工程师", "前端实习生"]],
  ["Web", ["前端工程师", "高级前端工程师"]],
  ["移动端", ["iOS 工程师", "Android 工程师", "鸿蒙工程师"]],
  ["后端", ["后端工程师", "高级后端工程师", "架构师"]],
  ["交易", ["后端工程师", "高级后端工程师"]],
  ["消息", ["后端工程师", "高级后端工程师"]],
  ["测试", ["测试工程师", "测试开发工程师"]],
  ["运维", ["运维工程师", "数据库工程师", "网络工程师"]],
  ["数据", ["数据分析师", "数据工程师"]],
  ["技术支持", ["技术支持工程师", "现场工程师"]],
  ["技术", ["软件工程师", "高级软件工程师"]],
  ["视觉", ["视觉设计师", "高级视觉设计师"]],
  ["用户研究", ["用户研究员"]],
  ["设计", ["交互设计师", "体验设计师"]],
  ["产品", ["产品经理", "高级产品经理", "产品助理"]],
  ["活动", ["活动策划", "活动执行"]],
  ["市场", ["市场专员", "品牌经理", "增长运营"]],
  ["渠道", ["渠道经理", "渠道专员"]],
  ["客户", ["客户经理", "高级客户经理"]],
  ["销售", ["销售代表", "高级销售代表", "客户经理"]],
  ["客服", ["客服专员", "高级客服专员"]],
  ["热线", ["客服专员", "质检专员"]],
  ["实施", ["实施顾问", "高级实施顾问"]],
  ["交付", ["实施顾问", "项目经理"]],
  ["培训", ["培训讲师"]],
  ["招聘", ["招聘专员", "招聘经理"]],
  ["薪酬", ["薪酬专员"]],
  ["行政", ["行政专员", "前台"]],
  ["人事", ["人事专员"]],
  ["会计", ["会计", "出纳"]],
  ["税务", ["税务专员"]],
  ["财务", ["会计", "财务分析师"]],
  ["法务", ["法务专员", "合规专员"]],
  ["仓储", ["仓管员"]],
  ["配送", ["配送员", "调度员"]],
  ["总经办", ["总经理助理", "战略分析师"]],
];
