import { cities } from "./cities.ts";

/** A department of the sample company; the root (the company itself) is not among them. */
export interface SampleDepartment {
  /** Names from below the root. */
  readonly path: readonly string[];
  readonly name: string;
}

/**
 * Departments of a company, parents before children, `count` in all. Small companies keep the upper levels of the
 * headquarters; large ones add branch companies, city by city.
 */
export function makeDepartments(count: number): SampleDepartment[] {
  const headquarters = outline(headquartersOutline);
  if (count < headquarters.length) return [...headquarters].sort(byDepth).slice(0, count);
  const departments = headquarters;
  const known = new Set<string>();
  for (const path of branchPaths()) {
    if (departments.length >= count) break;
    const key = path.join("/");
    if (known.has(key)) continue;
    known.add(key);
    departments.push({ path, name: path.at(-1) as string });
  }
  return departments;
}

/** How many departments the headquarters has when whole: six levels deep. */
export const headquartersSize = 51;

function byDepth(left: SampleDepartment, right: SampleDepartment): number {
  return left.path.length - right.path.length;
}

function* branchPaths(): Generator<string[]> {
  const branch = outline(branchOutline);
  for (let round = 1; ; round++) {
    for (const { region, province, city } of cities()) {
      const above = ["分公司", region, province, round === 1 ? `${city}分公司` : `${city}第${numeral(round)}分公司`];
      for (let depth = 1; depth <= above.length; depth++) yield above.slice(0, depth);
      for (const { path } of branch) yield [...above, ...path];
    }
  }
}

/** 1 to 99 in Chinese, as branch companies are numbered. */
function numeral(value: number): string {
  const digits = "零一二三四五六七八九";
  if (value < 10) return digits.charAt(value);
  const tens = Math.floor(value / 10);
  return `${tens > 1 ? digits.charAt(tens) : ""}十${value % 10 > 0 ? digits.charAt(value % 10) : ""}`;
}

/** Reads an outline: two spaces of indentation a level. */
function outline(text: string): SampleDepartment[] {
  const path: string[] = [];
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const name = line.trim();
      path.length = (line.length - line.trimStart().length) / 2;
      path.push(name);
      return { path: [...path], name };
    });
}

const headquartersOutline = `
总经办
技术部
  前端组
    Web小组
    移动端小组
  后端组
    交易小组
    消息小组
  测试组
  运维组
  数据组
设计部
  交互设计组
  视觉设计组
  用户研究组
产品部
  平台产品组
  企业产品组
  数据产品组
市场部
  品牌组
  增长组
  活动组
销售部
  华东大区
    上海办
      浦东营业部
        大客户组
          金融客户小组
          制造客户小组
        渠道组
      浦西营业部
    杭州办
    南京办
  华南大区
    广州办
    深圳办
  华北大区
    北京办
客户服务部
  热线组
  实施组
  培训组
人事行政部
  招聘组
  薪酬组
  行政组
财务部
  会计组
  税务组
法务部
`;

const branchOutline = `
综合管理部
  人事组
  行政组
  财务组
销售部
  销售一组
  销售二组
  销售三组
  销售四组
  渠道组
市场部
  活动组
  媒介组
技术支持部
  现场组
  远程组
  备件组
客户服务部
  客服一组
  客服二组
  客服三组
  培训组
项目交付部
  交付一组
  交付二组
  交付三组
  质量组
仓储物流部
  仓储组
  配送组
`;
