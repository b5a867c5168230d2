import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ConversationId } from "@qunxin/protocol";
import { makeCompany, makeTalk, randomFrom } from "@qunxin/sample-company";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { normalise, wordsOf } from "./normalise.ts";
import { openTestSearch, somebody, type TestSearch } from "./testing.ts";

vi.setConfig({ testTimeout: 60_000 });

let world: TestSearch;
let groups: ConversationId[];
/** What was said in each of the groups, and in all. */
let parts: string[][];
let said: string[];
const reader = somebody();

beforeAll(async () => {
  world = await openTestSearch({ bucketRows: 1_500 });
  parts = [manualLines(2_500), talkLines()];
  said = parts.flat();
  groups = [];
  for (const texts of parts) {
    const group = await world.openGroup([reader]);
    await world.say(group, reader, texts);
    groups.push(group);
  }
  await world.index();
});
afterAll(() => world.close());

/** Lines with Chinese in them of the manual of commands that npm ships, from all over it. */
function manualLines(count: number): string[] {
  const folder = join(dirname(createRequire(import.meta.url).resolve("linux-command/package.json")), "command");
  const lines = readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .map((line) => line.trim())
    .filter((line) => /\p{Script=Han}{2}/u.test(line) && line.length <= 300);
  const every = lines.length / count;
  return Array.from({ length: Math.min(count, lines.length) }, (_, index) => lines[Math.floor(index * every)] ?? "");
}

/** What people of the sample company say at work. */
function talkLines(): string[] {
  const { groups: talks, directs } = makeTalk(makeCompany({ people: 300 }), { now: new Date("2026-03-02T02:00:00Z") });
  return [...talks, ...directs].flatMap(({ messages }) => messages.map(({ text }) => text)).filter(Boolean);
}

/** What people would look for, chosen by hand: words of one to many characters, mixed, numbers, parts of words. */
const chosen = [
  ...["龙", "键", "盘", "会议", "周报", "客户", "合同", "报销", "验收", "发布", "文件", "目录", "权限", "进程", "网络"],
  ...["打印机", "服务器", "数据库", "管理员", "正则表达式", "标准输入", "符号链接", "文件系统", "环境变量", "配置文件"],
  ...[
    "今天下午",
    "请大家",
    "收到",
    "辛苦了",
    "没问题",
    "什么时候",
    "明天上午",
    "改到",
    "安排",
    "进度",
    "名单",
    "名",
    "假",
  ],
  ...[
    "件系",
    "统管",
    "式文",
    "令行",
    "的时候",
    "不要",
    "如果",
    "用户名",
    "口令",
    "密码",
    "端口",
    "防火墙",
    "磁盘",
    "内存",
  ],
  ...[
    "linux",
    "Linux系统",
    "tcp",
    "TCP/IP",
    "IP地址",
    "ssh",
    "grep",
    "kernel",
    "gzip",
    "POSIX",
    "inux",
    "roo",
    "onfi",
    "ttp",
  ],
  ...[
    "-a",
    "--help",
    "/etc",
    "/dev/null",
    "10",
    "255",
    "2024",
    "1024",
    "0.0.0",
    "80",
    "v1",
    "8G",
    "100%",
    "i/o",
    "c++",
  ],
  ...[
    "檔案",
    "資料庫",
    "網路",
    "伺服器",
    "會議",
    "報銷",
    "ＬＩＮＵＸ",
    "ｔｃｐ",
    "１０",
    "系統 管理",
    "用户 密码",
    "linux 命令 系统",
  ],
];

/** Parts of what was said, from anywhere, of one to six characters. */
function drawn(count: number): string[] {
  const random = randomFrom(7);
  return Array.from({ length: count }, () => {
    for (;;) {
      const characters = Array.from(random.pick(said));
      const at = random.below(characters.length);
      const part = characters.slice(at, at + 1 + random.below(6)).join("");
      if (part.trim() === part && part !== "" && !/\s/u.test(part)) return part;
    }
  });
}

test("the judged set: of 150 queries over manual pages and work talk every substring is found, and nothing else", async () => {
  const queries = [...new Set([...chosen, ...drawn(80)])];
  const forms = said.map(normalise);
  const sums = { found: 0, right: 0, expected: 0 };
  const missed: string[] = [];
  for (const query of queries) {
    const found = counted(await everything(query));
    const words = wordsOf(query);
    const expected = counted(said.filter((_, index) => words.every((word) => forms[index]?.includes(word))));
    // By the plain text too, without our idea of what is the same.
    const plain = counted(said.filter((text) => query.split(" ").every((word) => text.includes(word))));
    if (overlap(plain, found) < sizeOf(plain) || overlap(expected, found) < sizeOf(expected)) missed.push(query);
    sums.found += sizeOf(found);
    sums.right += overlap(expected, found);
    sums.expected += sizeOf(expected);
  }
  expect(missed).toEqual([]);
  const { found, right, expected } = sums;
  expect({ recall: right / expected, precision: right / found }).toEqual({ recall: 1, precision: 1 });
  expect([queries.length >= 150, found > 5_000]).toEqual([true, true]);
});

/** All hits of a query as what was said. */
async function everything(text: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await world.find(reader, { text, limit: 100, ...(cursor ? { cursor } : {}) });
    for (const { conversationId, seq } of page.hits) found.push(textAt(conversationId, seq));
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}

/** The first entry of a group is that its members came. */
function textAt(group: ConversationId, seq: number): string {
  return parts[groups.indexOf(group)]?.[seq - 2] ?? "";
}

/** How often each text comes. */
function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function sizeOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function overlap(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  return [...one].reduce((sum, [text, count]) => sum + Math.min(count, other.get(text) ?? 0), 0);
}
