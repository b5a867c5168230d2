import { type APIRequestContext, type BrowserContext, request } from "@playwright/test";
import { newKey } from "@qunxin/client";
import {
  type CallInput,
  type CallName,
  type CallOutput,
  type ConversationId,
  emptySelection,
  type GroupType,
  type PrincipalId,
} from "@qunxin/protocol";
import type { Product } from "./product.ts";

/** The people of the browser tests: account, name, departments. lin owns, wei administers, ana and bo are members. */
export const cast = {
  lin: { name: "林晓", departments: "产品部" },
  wei: { name: "魏然", departments: "技术部/前端组" },
  ana: { name: "安娜", departments: "设计部/视觉组" },
  bo: { name: "薄言", departments: "技术部/后端组" },
} as const;
export type Account = keyof typeof cast;
/** Somebody of the cast, or the id of anybody else. */
export type Person = Account | PrincipalId;

const more = [
  ["李雷", "lilei", "技术部/前端组"],
  ["韩梅", "hanmei", "技术部/前端组;设计部/交互组"],
  ["赵磊", "zhaolei", "技术部/后端组"],
  ["陈静", "chenjing", "设计部/视觉组"],
  ["孙悦", "sunyue", "设计部/交互组"],
] as const;

const password = "Galaxy-2026";

/** The import file of this small company, in the template's columns. */
export const companyCsv = [
  "姓名,账号,手机,邮箱,部门,职务,性别,工号",
  ...Object.entries(cast).map(([account, { name, departments }]) => `${name},${account},,,${departments},,,`),
  ...more.map(([name, account, departments]) => `${name},${account},,,${departments},,,`),
].join("\n");

/** A company that is set up and peopled, and whoever is needed from it. */
export interface Company {
  url: string;
  /** For what would take hours to arrange by calls. */
  databaseUrl: string;
  /** A call in the administrator's name. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  /** A call in somebody's name. */
  callAs<Name extends CallName>(login: string, name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
  ids: Record<Account, PrincipalId>;
  /** Everybody's password. */
  password: string;
  /** A group of that owner's with these people; names must differ. */
  group(owner: Account, name: string, people: readonly Person[], type?: GroupType): Promise<ConversationId>;
  /** Signs somebody in on that browser. */
  signIn(context: BrowserContext, login: string): Promise<void>;
  /** Adds an external contact who can sign in with the mobile. */
  addExternal(name: string): Promise<{ id: PrincipalId; mobile: string }>;
  /** Adds an employee who can sign in with the account. */
  addEmployee(name: string, account: string): Promise<PrincipalId>;
  dispose(): Promise<void>;
}

/** Sets the company up and gives everybody of the cast a password of their own, over HTTP. */
export async function foundCompany({ url, setupUrl, databaseUrl }: Product): Promise<Company> {
  const admin = await request.newContext({ baseURL: url });
  const others = new Map<string, APIRequestContext>();
  let externals = 0;
  const call = caller(admin);
  await call("company.setUp", {
    code: new URL(setupUrl ?? "").searchParams.get("code") ?? "",
    company: { name: "星河科技", timeZone: "Asia/Shanghai", locale: "zh-CN" },
    administrator: { name: "陆明", account: "admin", password },
  });
  await importPeople(admin, call);
  const ids = {} as Company["ids"];
  const accounts = Object.keys(cast) as Account[];
  for (const account of accounts) ids[account] = await activate(url, call, account);

  async function signedIn(login: string): Promise<APIRequestContext> {
    const found = others.get(login);
    if (found) return found;
    const context = await request.newContext({ baseURL: url });
    await signIn(context, login, password);
    others.set(login, context);
    return context;
  }

  const callAs: Company["callAs"] = async (login, name, input) => caller(await signedIn(login))(name, input);

  return {
    url,
    databaseUrl,
    call,
    ids,
    password,
    callAs,
    async group(owner, name, people, type = "normal") {
      const selection = { ...emptySelection, people: people.map((one) => ids[one as Account] ?? one) };
      const input = { key: newKey(), type, name, selection, followDepartments: false } as const;
      return (await callAs(owner, "groups.create", input)).groupId;
    },
    signIn: (context, login) => signIn(context.request, login, password, url),
    async addExternal(name) {
      externals += 1;
      const mobile = `199${String(externals).padStart(8, "0")}`;
      const { personId } = await call("directory.createExternal", {
        key: newKey(),
        name,
        mobile,
        organisation: "蓝海贸易",
      });
      await choosePassword(url, call, personId, mobile);
      return { id: personId, mobile };
    },
    async addEmployee(name, account) {
      const { departments } = await call("directory.departments", { parentId: null });
      const placements = departments.map(({ id }) => ({ departmentId: id, leader: false }));
      const blank = { mobile: null, email: null, position: null, employeeNo: null, avatarUrl: null };
      const input = { key: newKey(), name, account, gender: "unknown", placements, ...blank } as const;
      const { personId } = await call("directory.createPerson", input);
      await choosePassword(url, call, personId, account);
      return personId;
    },
    async dispose() {
      await admin.dispose();
      for (const context of others.values()) await context.dispose();
    },
  };
}

type Call = Company["call"];

function caller(context: APIRequestContext): Call {
  return async (name, input) => {
    const answer = await context.post(`/api/${name}`, { data: input as object });
    if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
    return answer.json();
  };
}

async function importPeople(admin: APIRequestContext, call: Call): Promise<void> {
  const upload = await admin.post("/api/directory/imports?fileName=company.csv", {
    data: Buffer.from(companyCsv),
    headers: { "content-type": "application/octet-stream" },
  });
  const { id: importId } = await upload.json();
  await reached(call, importId, "ready");
  await call("directory.applyImport", { importId, missingLeave: false });
  await reached(call, importId, "applied");
}

async function reached(call: Call, importId: CallInput<"directory.import">["importId"], wanted: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { state, failure, errorCount } = await call("directory.import", { importId });
    if (state === wanted) return;
    if (state === "failed" || state === "faulty")
      throw new Error(`import ${state}: ${JSON.stringify(failure)} ${errorCount}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the import never became ${wanted}`);
}

async function activate(url: string, call: Call, account: Account): Promise<Company["ids"][Account]> {
  const { people } = await call("directory.search", { query: account, kinds: ["employee"] });
  const person = people.find((one) => one.account === account);
  if (!person) throw new Error(`${account} was not imported`);
  await choosePassword(url, call, person.id, account);
  return person.id;
}

async function choosePassword(
  url: string,
  call: Call,
  personId: CallInput<"identity.resetPassword">["personId"],
  login: string,
): Promise<void> {
  const { temporaryPassword } = await call("identity.resetPassword", { personId });
  const context = await request.newContext({ baseURL: url });
  await signIn(context, login, temporaryPassword);
  await caller(context)("identity.changePassword", { current: temporaryPassword, next: password });
  await context.dispose();
}

async function signIn(context: APIRequestContext, login: string, secret: string, url = ""): Promise<void> {
  const answer = await context.post(`${url}/api/identity.signIn`, {
    data: { login, password: secret, device: { name: "browser test", kind: "web" }, hold: "cookie" },
  });
  if (!answer.ok()) throw new Error(`${login} cannot sign in: ${await answer.text()}`);
}
