import type { NameGender } from "./names.ts";

/** Somebody of the fixed cast, the same in every sample company: stories and tests call them by account. */
export interface CastMember {
  readonly account: string;
  readonly name: string;
  readonly gender: NameGender;
  /** Path of the main department, then of further ones. */
  readonly departments: readonly string[];
  readonly position: string;
  /** Leads the main department. */
  readonly leader: boolean;
}

/** Lin owns groups, Wei administers, Ana is a plain member; kai, who is external, stands in `castExternals`. */
export const cast: readonly CastMember[] = [
  person("lin", "林晓", "female", "产品部", "产品总监", true),
  person("wei", "魏然", "male", "技术部", "技术总监", true),
  person("ana", "安娜", "female", "设计部/视觉设计组", "视觉设计师", false),
  person("wangfang", "王芳", "female", "人事行政部", "人事行政总监", true),
  person("lilei", "李雷", "male", "技术部/前端组", "前端组长", true),
  person("zhugeming", "诸葛明", "male", "总经办", "总经理", true),
  person("hanmei", "韩梅", "female", "设计部", "设计总监", true),
  person("chenmo", "陈默", "male", "技术部/后端组", "后端组长", true),
  person("zhangwei", "张伟", "male", "销售部/华东大区", "大区总监", true),
  person("zhangwei2", "张伟", "male", "技术部/测试组", "测试工程师", false),
  person("liuyang", "刘洋", "male", "市场部", "市场总监", true),
  person("zhaomin", "赵敏", "female", "客户服务部", "客户服务总监", true),
  person("ouyangxue", "欧阳雪", "female", "财务部", "财务总监", true),
  person("sunli", "孙丽", "female", "销售部", "销售总监", true),
  person("gaoyuan", "高远", "male", "产品部/企业产品组", "高级产品经理", true, "总经办"),
];

/** A customer's or partner's person. */
export interface SampleExternal {
  readonly name: string;
  readonly mobile: string;
  /** The company they work for. */
  readonly organisation: string;
}

/** External contacts, the first being kai of the cast. */
export const castExternals: readonly SampleExternal[] = [
  { name: "周凯", mobile: "19800000001", organisation: "蓝海贸易" },
  { name: "郑晓彤", mobile: "19800000002", organisation: "蓝海贸易" },
  { name: "Daniel Wu", mobile: "19800000003", organisation: "启明精密制造" },
  { name: "何桂英", mobile: "19800000004", organisation: "启明精密制造" },
  { name: "司马青", mobile: "19800000005", organisation: "青禾连锁超市" },
  { name: "段海波", mobile: "19800000006", organisation: "青禾连锁超市" },
];

function person(
  account: string,
  name: string,
  gender: NameGender,
  department: string,
  position: string,
  leader: boolean,
  ...further: string[]
): CastMember {
  return { account, name, gender, departments: [department, ...further], position, leader };
}

/** Whom a visitor of the demo signs in as, by account or mobile, and what makes them worth trying. */
export const demoGuests: readonly { readonly login: string; readonly role: string }[] = [
  { login: "lin", role: "产品总监 · 群主 · 企业管理员" },
  { login: "wei", role: "技术总监 · 群管理员" },
  { login: "ana", role: "视觉设计师 · 普通成员" },
  { login: "wangfang", role: "人事行政总监 · 全员群群主" },
  { login: "lilei", role: "前端组长 · 群主" },
  { login: "19800000001", role: "外部联系人 · 蓝海贸易" },
];
