import { Readable } from "node:stream";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anyCaller, openTestDirectory, type TestDirectory } from "../testing.ts";
import { importTemplate } from "./template.ts";

let world: TestDirectory;
beforeEach(async () => {
  world = await openTestDirectory();
});
afterEach(() => world.close());

const header = "姓名,账号,手机,邮箱,部门,职务,性别,工号,是否领导,状态";
const good = `${header}
林晓,linxiao,13800138000,lin@example.com,技术部/后端组;产品部,工程师,女,A1,1;0,启用
单雄信,shan,13800138001,,技术部,主管,男,A2,1,
王芳,wangfang,,,群信科技,,,,,禁用
`;

const version = async () => {
  const { rows } = await world.database.pool.query("select version from directory_version");
  return rows[0].version;
};
const personRow = async (account: string) => {
  const person = await world.directory.findForSignIn(account);
  if (!person) throw new Error(`nobody has the account ${account}`);
  return world.call["directory.card"]({ personId: person.id }, world.wei, anyCaller);
};
const errorsOf = async (importId: Parameters<TestDirectory["apply"]>[0]) =>
  (await world.call["directory.importErrors"]({ importId, limit: 200 }, world.wei, anyCaller)).errors;
const changesOf = async (
  importId: Parameters<TestDirectory["apply"]>[0],
  action: "create" | "change" | "move" | "leave",
) => (await world.call["directory.importChanges"]({ importId, action }, world.wei, anyCaller)).changes;

test("a good file is planned in full, applied at once, told to the groups once, and a no-op the second time", async () => {
  const planned = await world.check(good);
  expect(planned).toMatchObject({
    state: "ready",
    encoding: "utf-8",
    rows: 3,
    errorCount: 0,
    counts: { create: 3, change: 0, move: 0, leave: 0, unchanged: 1, departments: 3 },
  });
  expect(await world.directory.findForSignIn("linxiao")).toBeNull();
  const told = world.changes.length;
  expect(await world.apply(planned.id)).toMatchObject({ state: "applied" });
  expect(await personRow("LINXIAO")).toMatchObject({
    ...{ name: "林晓", mobile: "13800138000", email: "lin@example.com", position: "工程师", gender: "female" },
    ...{ employeeNo: "A1", status: "active" },
    placements: [
      { path: ["群信科技", "技术部", "后端组"], leader: true },
      { path: ["群信科技", "产品部"], leader: false },
    ],
  });
  expect(await personRow("wangfang")).toMatchObject({ status: "disabled", placements: [{ path: ["群信科技"] }] });
  expect(world.changes).toHaveLength(told + 1);
  expect(world.changes.at(-1)).toMatchObject({ by: world.wei.id, gone: [], moved: [], departmentsChanged: true });
  expect(world.changes.at(-1)?.joined).toHaveLength(2);

  const before = await version();
  const again = await world.check(good);
  expect(again.counts).toEqual({ create: 0, change: 0, move: 0, leave: 0, unchanged: 4, departments: 0 });
  expect(await world.apply(again.id)).toMatchObject({ state: "applied" });
  expect(world.changes).toHaveLength(told + 1);
  expect(await version()).toBe(before);
});

test("the diff tells changes, moves and leavers apart, and applying does exactly that", async () => {
  await world.apply((await world.check(good)).id);
  const next = await world.check(`${header}
林晓,LinXiao,13800138001,lin@example.com,产品部,工程师,女,A1,0,
单雄信,shan,13800138000,,技术部,总监,男,A2,1,
`);
  expect(next.counts).toMatchObject({ create: 0, change: 1, move: 1, leave: 1 });
  expect(await changesOf(next.id, "move")).toMatchObject([
    {
      ...{ line: 2, account: "linxiao" },
      changes: [
        { field: "mobile", before: "13800138000", after: "13800138001" },
        { field: "departments", before: "技术部/后端组;产品部", after: "产品部" },
        { field: "leader" },
      ],
    },
  ]);
  expect(await changesOf(next.id, "change")).toMatchObject([
    { line: 3, changes: [{ field: "mobile" }, { field: "position", before: "主管", after: "总监" }] },
  ]);
  expect(await changesOf(next.id, "leave")).toMatchObject([{ line: null, account: "wangfang" }]);
  await world.apply(next.id, true);
  // The two have swapped their mobiles.
  expect(await personRow("linxiao")).toMatchObject({ mobile: "13800138001", placements: [{ leader: false }] });
  expect(await personRow("shan")).toMatchObject({ mobile: "13800138000", position: "总监" });
  const linxiao = (await personRow("linxiao")).id;
  // wangfang was disabled, so nobody is gone from any group.
  expect(world.changes.at(-1)).toMatchObject({ joined: [], gone: [], moved: [linxiao] });
  expect(await personRow("wangfang")).toMatchObject({ status: "left", placements: [] });
  expect(await personRow("wei")).toMatchObject({ status: "active" });
});

test("missing people stay unless leaving was asked for; a leaver loses the session, and comes back with the next file", async () => {
  await world.apply((await world.check(good)).id);
  const shan = (await personRow("shan")).id;
  const { token } = await world.identity.openSession(shan, { name: "", kind: "web", address: "" });
  const without = good.replace(/^单雄信.*\n/m, "");
  const kept = await world.check(without);
  await world.apply(kept.id, false);
  expect(await personRow("shan")).toMatchObject({ status: "active" });
  await world.apply((await world.check(without)).id, true);
  expect(await personRow("shan")).toMatchObject({ status: "left" });
  expect(world.changes.at(-1)).toMatchObject({ gone: [shan] });
  expect(await world.identity.authenticate(token)).toBeNull();
  const back = await world.check(good);
  expect(back.counts).toMatchObject({ create: 0, move: 1 });
  await world.apply(back.id);
  expect(await personRow("shan")).toMatchObject({ id: shan, status: "active", placements: [{ leader: true }] });
  expect(world.changes.at(-1)).toMatchObject({ joined: [shan], moved: [] });
});

test("columns that are not in the file leave their fields alone, and an empty cell clears", async () => {
  await world.apply((await world.check(good)).id);
  const few = await world.check("账号,姓名,部门,职务\nlinxiao,林晓,技术部/后端组;产品部,\nwangfang,王芳,群信科技,\n");
  expect(few.counts).toMatchObject({ change: 1, move: 0, unchanged: 2 });
  await world.apply(few.id);
  expect(await personRow("linxiao")).toMatchObject({
    ...{ position: null, mobile: "13800138000", gender: "female" },
    placements: [{ leader: true }, { leader: false }],
  });
  expect(await personRow("wangfang")).toMatchObject({ status: "disabled" });
});

test("every faulty row is reported at once, with line, column and value, and nothing of the file can be applied", async () => {
  await world.person("外人", "taken", undefined, { mobile: "13700000000", email: "t@x.cn" });
  await world.database.pool.query(
    `insert into people (id, kind, status, name, pinyin, initials, account, search_text, created_at, changed_at)
     values (gen_random_uuid(), 'external', 'active', 'K', 'k', 'k', 'kai', 'k', now(), now())`,
  );
  const faulty = await world.check(`${header}
,nobody,,,技术部,,,,,
张三,坏账号,123x,mail@,技术部//组,,不明,,也许,离职
李四,dup,13600000000,d@x.cn,技术部,,,,,
王五,DUP,13600000000,D@x.cn,技术部,,,,,
赵六,kai,13700000000,T@x.cn,技术部,,,,,
韦伟,wei,,,技术部,,,,,禁用
"换
行",breaks,,,技术部,,,,,,多余
`);
  expect(faulty).toMatchObject({ state: "faulty", rows: 7 });
  const found = (await errorsOf(faulty.id)).map(({ line, column, fault, value }) => [line, column, fault, value]);
  expect(found).toEqual([
    [2, "姓名", "missing", ""],
    [3, "账号", "account_form", "坏账号"],
    [3, "手机", "mobile_form", "123x"],
    [3, "邮箱", "email_form", "mail@"],
    [3, "部门", "department_form", "技术部//组"],
    [3, "性别", "gender", "不明"],
    [3, "是否领导", "leader", "也许"],
    [3, "状态", "status", "离职"],
    [5, "账号", "duplicate_account", "DUP"],
    [5, "手机", "duplicate_mobile", "13600000000"],
    [5, "邮箱", "duplicate_email", "D@x.cn"],
    [6, "手机", "taken_mobile", "13700000000"],
    [6, "邮箱", "taken_email", "T@x.cn"],
    [6, "账号", "external_account", "kai"],
    [7, "状态", "status", "wei"],
    [8, null, "columns", "多余"],
  ]);
  await expect(world.apply(faulty.id)).rejects.toMatchObject({ code: "directory/import_has_errors" });
});

test("a hundred errors are counted at once and read page by page in file order", async () => {
  const lines = Array.from({ length: 100 }, (_, index) => `人${index},,技术部`);
  const faulty = await world.check(`姓名,账号,部门\n${lines.join("\n")}`);
  expect(faulty).toMatchObject({ state: "faulty", errorCount: 100 });
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await world.call["directory.importErrors"](
      { importId: faulty.id, limit: 30, ...(cursor ? { cursor } : {}) },
      world.wei,
      anyCaller,
    );
    seen.push(...page.errors.map(({ line }) => line));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index + 2));
});

test("a dry run is stale once the directory has changed", async () => {
  const planned = await world.check(good);
  await world.department("新部门");
  await expect(world.apply(planned.id)).rejects.toMatchObject({ code: "directory/import_stale" });
});

test("a change between asking and applying fails the import without touching anything", async () => {
  const planned = await world.check(good);
  await world.call["directory.applyImport"]({ importId: planned.id, missingLeave: false }, world.wei, anyCaller);
  await world.department("新部门");
  await world.work();
  const failed = await world.call["directory.import"]({ importId: planned.id }, world.wei, anyCaller);
  expect(failed).toMatchObject({ state: "failed", failure: { code: "directory/import_stale" } });
  expect(await world.directory.findForSignIn("linxiao")).toBeNull();
});

test("a crash in the middle of applying leaves nothing, and the job run again does it all", async () => {
  const planned = await world.check(good);
  await world.call["directory.applyImport"]({ importId: planned.id, missingLeave: false }, world.wei, anyCaller);
  const [job] = world.waiting;
  world.ports.follower = { organisationChanged: () => Promise.reject(new Error("killed")) };
  await expect(world.work({ last: false })).rejects.toThrow("killed");
  const state = async () =>
    (await world.call["directory.import"]({ importId: planned.id }, world.wei, anyCaller)).state;
  expect(await state()).toBe("applying");
  expect(await world.directory.findForSignIn("linxiao")).toBeNull();
  const { rows } = await world.database.pool.query("select count(*) from departments");
  expect(rows).toEqual([{ count: 1 }]);
  world.ports.follower = world.follower;
  if (job) world.waiting.push(job, job);
  await world.work({ last: false });
  expect(await state()).toBe("applied");
  expect(await personRow("linxiao")).toMatchObject({ status: "active" });
  expect(world.changes).toHaveLength(1);
});

test("an import that fails at its last attempt says so instead of staying in the air", async () => {
  const planned = await world.check(good);
  await world.call["directory.applyImport"]({ importId: planned.id, missingLeave: false }, world.wei, anyCaller);
  world.ports.follower = { organisationChanged: () => Promise.reject(new Error("for good")) };
  await expect(world.work({ last: true })).rejects.toThrow("for good");
  expect(await world.call["directory.import"]({ importId: planned.id }, world.wei, anyCaller)).toMatchObject({
    state: "failed",
    failure: { code: "server/unexpected" },
  });
});

test("a cancelled import cannot be applied, and cancelling again changes nothing", async () => {
  const planned = await world.check(good);
  const cancel = () => world.call["directory.cancelImport"]({ importId: planned.id }, world.wei, anyCaller);
  expect(await cancel()).toMatchObject({ state: "cancelled" });
  expect(await cancel()).toMatchObject({ state: "cancelled" });
  await expect(world.apply(planned.id)).rejects.toMatchObject({ code: "directory/import_state" });
});

test("the template for download, CSV and XLSX, is itself a good file", async () => {
  for (const format of ["csv", "xlsx"] as const) {
    const status = await world.check(importTemplate(format, "zh-CN"), "whatever.bin");
    expect(status).toMatchObject({ state: "ready", rows: 1, counts: { create: 1, departments: 3 } });
    expect(status.encoding).toBe(format === "csv" ? "utf-8-bom" : "xlsx");
  }
});

test("a file larger than allowed is refused while it is being sent, and leaves nothing", async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(4 * 1024 * 1024, 97);
    })(),
  );
  const sent = world.directory.receiveImport(world.wei, "big.csv", endless);
  await expect(sent).rejects.toMatchObject({ code: "directory/import_too_large" });
  expect((await world.call["directory.imports"]({}, world.wei, anyCaller)).imports).toEqual([]);
});

test("what no text may hold is taken out of it, and a long value is shown without half a character", async () => {
  const long = `${"长".repeat(199)}😀${"长".repeat(9)}`;
  const shown = await world.check(`姓名,账号,部门\n${long},a1,技术部\n张三,a2,技术部,${long}\n`);
  const found = (await errorsOf(shown.id)).map(({ line, value }) => [line, value]);
  expect(found).toEqual([
    [2, `${"长".repeat(199)}😀`],
    [3, `${"长".repeat(199)}😀`],
  ]);
  const late = `姓名,账号,部门\n${"李,li,技术部\n".repeat(30_000)}张\u0000三,zhang,技术部\n`;
  expect((await world.check(late)).state).toBe("faulty");
});

test.each([
  ["an empty file", new Uint8Array(), "directory/import_unreadable", { reason: "empty" }],
  ["only a header", strToU8(`${header}\n`), "directory/import_unreadable", { reason: "no_rows" }],
  ["a broken zip", strToU8("PK\u0003\u0004 not really"), "directory/import_unreadable", { reason: "broken_zip" }],
  [
    "a zip that is no workbook",
    zipSync({ "a.txt": strToU8("a") }),
    "directory/import_unreadable",
    { reason: "workbook" },
  ],
  ["an old Excel file", Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), "directory/import_unreadable", { reason: "old_excel" }],
  ["a picture", Uint8Array.of(0x89, 0x50, 0, 0, 0), "directory/import_unreadable", { reason: "binary" }],
  ["an unclosed quote", strToU8(`${header}\n"林晓,lin`), "directory/import_unreadable", { reason: "quotes" }],
  ["missing columns", strToU8("姓名,手机\n林晓,1"), "directory/import_header", { missing: ["账号", "部门"] }],
  ["a bomb", bomb(), "directory/import_too_large", { maxRows: 200_000 }],
])(
  "%s fails the import with a reason",
  async (_what, bytes, code, params) => {
    expect(await world.check(bytes)).toMatchObject({ state: "failed", failure: { code, params } });
  },
  60_000,
);

/** 600 MB of blanks in a few hundred kilobytes. */
function bomb(): Uint8Array {
  const { "xl/workbook.xml": _, ...parts } = workbookParts("");
  return zipSync({ ...parts, "xl/workbook.xml": new Uint8Array(600 * 1024 * 1024).fill(32) }, { level: 6 });
}

function workbookParts(rows: string): Record<string, Uint8Array> {
  return {
    "xl/workbook.xml": strToU8(
      '<x:workbook xmlns:x="m" xmlns:r="o"><x:sheets><x:sheet name="h" state="hidden" r:id="a"/><x:sheet name="v" r:id="b"/></x:sheets></x:workbook>',
    ),
    "xl/_rels/workbook.xml.rels": strToU8(
      '<Relationships><Relationship Id="a" Target="worksheets/no.xml"/><Relationship Id="b" Target="/xl/worksheets/s.xml"/></Relationships>',
    ),
    "xl/sharedStrings.xml": strToU8(
      "<sst><si><t>姓名</t></si><si><r><t>账</t></r><r><t>号</t></r></si><si><t>林晓</t><rPh><t>ハヤシ</t></rPh></si></sst>",
    ),
    "xl/worksheets/s.xml": strToU8(`<worksheet><sheetData>${rows}</sheetData></worksheet>`),
  };
}

test("a workbook's numbers, rich and inline texts, gaps and hidden sheets are read as people see them", async () => {
  const rows = `<row r="1"><c r="A1" t="inlineStr"><is><t>请按说明填写</t></is></c></row>
    <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3" t="inlineStr"><is><t>手机</t></is></c>
      <c r="E3" t="inlineStr"><is><t>部门（必填）</t></is></c><c t="inlineStr"><is><t>工号</t></is></c></row>
    <row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5" t="str"><v>lin</v></c><c r="D5"><v>1.3800138E10</v></c>
      <c r="E5" t="inlineStr"><is><r><t>技术</t></r><r><t>部</t></r></is></c><c><v>7.0</v></c></row>`;
  const status = await world.check(zipSync(workbookParts(rows)));
  expect(status).toMatchObject({ state: "ready", rows: 1, encoding: "xlsx" });
  expect(await changesOf(status.id, "create")).toMatchObject([{ line: 5, name: "林晓", account: "lin" }]);
  await world.apply(status.id);
  expect(await personRow("lin")).toMatchObject({ name: "林晓", mobile: "13800138000", employeeNo: "7" });
});

test("GB18030, semicolons, tabs, instruction lines, aliases and line breaks in quotes are understood", async () => {
  // 姓名;帐号;所在部门 / 张三;zhang;技术部 in GB18030.
  const hex = "d0d5c3fb3bd5cabac53bcbf9d4dab2bfc3c50ad5c5c8fd3b7a68616e673bbcbccaf5b2bf0a";
  const gb = await world.check(new Uint8Array(Buffer.from(hex, "hex")));
  expect(gb).toMatchObject({ state: "ready", encoding: "gb18030", counts: { create: 1 } });
  expect(await changesOf(gb.id, "create")).toMatchObject([{ line: 2, name: "张三", account: "zhang" }]);
  const text =
    '填写须知：\n1、必填\n\n* 姓 名\tuserid\t部门\t职位\r\n李四\tlisi\t群信科技/技术部；产品部\t"高级\n工程师"\r\n\r\n王五\twangwu\t技术部\t\r\n';
  const tabs = await world.check(text);
  expect(tabs).toMatchObject({ state: "ready", rows: 2, counts: { departments: 2 } });
  expect((await changesOf(tabs.id, "create")).map(({ line, name }) => [line, name])).toEqual([
    [5, "李四"],
    [8, "王五"],
  ]);
});

test("a file is read in pieces, and neither a cell nor a line's number is lost where one ends", async () => {
  const rows = Array.from(
    { length: 1_000 },
    (_, index) => `张三,user${index},技术部,"高级\n${"工程师".repeat(index % 9)}"`,
  );
  const text = `姓名,账号,部门,职位\n${rows.join("\n")}\n李四,_,技术部,"尾"`;
  const status = await world.check(text);
  expect(status).toMatchObject({ state: "faulty", rows: 1_001, errorCount: 1 });
  expect(await errorsOf(status.id)).toMatchObject([{ line: 2_002, fault: "account_form", value: "_" }]);
});

test("columns we do not know are ignored, and of two e-mail columns the first filled one counts", async () => {
  const text =
    "姓名,座机,账号,个人邮箱,企业邮箱,部门\n林晓,010,lin,,work@x.cn,技术部\n王芳,010,wang,own@x.cn,work2@x.cn,技术部\n";
  await world.apply((await world.check(text)).id);
  expect(await personRow("lin")).toMatchObject({ email: "work@x.cn", mobile: null });
  expect(await personRow("wang")).toMatchObject({ email: "own@x.cn" });
});

test("an import given up before its check began is never checked", async () => {
  const { id } = await world.directory.receiveImport(world.wei, "a.csv", Readable.from([Buffer.from(good)]));
  await world.call["directory.cancelImport"]({ importId: id }, world.wei, anyCaller);
  await world.work();
  expect(await world.call["directory.import"]({ importId: id }, world.wei, anyCaller)).toMatchObject({
    ...{ state: "cancelled", rows: 0 },
  });
});

test("a path may begin with the company's own name, and means the same department", async () => {
  await world.apply((await world.check("姓名,账号,部门\n林晓,lin,群信科技/技术部\n")).id);
  const again = await world.check("姓名,账号,部门\n林晓,LIN,技术部\n");
  expect(again.counts).toMatchObject({ create: 0, change: 0, move: 0, departments: 0 });
});
