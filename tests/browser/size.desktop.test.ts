import type { Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { ConversationId } from "@qunxin/protocol";
import { openDatabase } from "../../apps/server/src/platform/database.ts";
import type { Company } from "./company.ts";
import { expect, settled, test } from "./stage.ts";

test.use({ companyOf: "sizes" });

const messages = 100_000;

async function query(company: Company, text: string, values: unknown[]): Promise<void> {
  const database = openDatabase(company.databaseUrl, () => undefined, 1);
  await database.pool.query(text, values).finally(() => database.close());
}

/** One message each 40 s up to now, of one line or of several, as if they had been sent. */
async function fill(company: Company, id: ConversationId): Promise<void> {
  await query(
    company,
    `with c as (update conversations set last_seq = last_seq + $3::int, shown_seq = last_seq + $3::int,
       last_ordinal = last_ordinal + $3::int, last_at = now() where id = $1 returning last_seq, last_ordinal)
     insert into entries (conversation_id, seq, id, ordinal, author_id, kind, body, created_at)
     select $1, c.last_seq - $3::int + n, gen_random_uuid(), c.last_ordinal - $3::int + n, $2, 'message',
       jsonb_build_object('kind', 'message', 'mentions', '[]'::jsonb, 'mentionAll', false, 'replyTo', null,
         'text', '第 ' || n || ' 条' || repeat('，长短不一的消息内容', (n * 7919 % 23)::int)),
       now() - make_interval(secs => 40 * ($3::int - n))
     from c, generate_series(1, $3::int) n`,
    [id, company.ids.lin, messages],
  );
}

async function readUpTo(company: Company, id: ConversationId, seq: number): Promise<void> {
  await query(
    company,
    `update members set read_seq = $3, read_ordinal = (select ordinal from entries where conversation_id = $1 and seq = $3)
     where conversation_id = $1 and principal_id = $2`,
    [id, company.ids.wei, seq],
  );
}

interface Ride {
  /** Rows that were not where the last step must have brought them, by px. */
  jumps: string[];
  frames: number[];
  rows: number;
}

/** Runs in the page: scrolls frame by frame and looks where the rows come to lie. */
async function ride({ step, steps }: { step: number; steps: number }): Promise<Ride> {
  const log = document.querySelector<HTMLElement>("[role=log]");
  if (!log) throw new Error("no timeline");
  const tops = () => {
    const found = new Map<string, number>();
    for (const row of log.querySelectorAll<HTMLElement>("[data-row]")) {
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom > 0 && top < innerHeight) found.set(row.dataset.row ?? "", top);
    }
    return found;
  };
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const result: Ride = { jumps: [], frames: [], rows: 0 };
  // The list keeps to where it was sent until nothing has been measured around it for a while.
  for (let still = 0, height = 0; still < 20; still++) {
    await frame();
    if (log.scrollHeight !== height) still = 0;
    height = log.scrollHeight;
  }
  let before = await frame();
  for (let count = 0; count < steps; count++) {
    const old = tops();
    const from = log.scrollTop;
    log.scrollTop = from + step;
    const moved = log.scrollTop - from;
    const now = await frame();
    result.frames.push(now - before);
    before = now;
    for (const [key, top] of tops()) {
      const was = old.get(key);
      if (was === undefined) continue;
      const off = Math.abs(top - (was - moved));
      if (off > 2) result.jumps.push(`${Math.round(off)} px in step ${count}`);
      break;
    }
    result.rows = Math.max(result.rows, log.querySelectorAll("[data-row]").length);
  }
  return result;
}

function tell(what: string, { frames }: Ride): void {
  const sorted = frames.toSorted((one, other) => one - other);
  const at = (part: number) => Math.round(sorted[Math.floor(sorted.length * part)] ?? 0);
  console.log(`${what}: frames p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.999)} ms`);
}

const inView = (page: Page, text: string) => expect(page.getByRole("log").getByText(text).first()).toBeInViewport();

test("A conversation of 100,000 messages scrolls both ways without a jump, and leads to the first unread one, to a day and to a quote far away and back", async ({
  enter,
  company,
}) => {
  test.setTimeout(75_000);
  const id = await company.group("lin", "十万条", ["wei"]);
  await fill(company, id);
  await readUpTo(company, id, 60_000);
  const quoting = { text: "这是引用", mentions: [], mentionAll: false, replyToSeq: 5_001 };
  await company.callAs("lin", "messages.send", { conversationId: id, clientId: newKey(), ...quoting } as never);

  const page = await enter("wei", `/chats/${id}`);
  await inView(page, "这是引用");
  const up = await page.evaluate(ride, { step: -60, steps: 300 });
  tell("upwards", up);
  expect(up.jumps).toEqual([]);
  expect(up.rows).toBeLessThan(150);

  await page
    .getByRole("button", { name: /条新消息/ })
    .first()
    .click();
  await inView(page, "第 60000 条");
  const down = await page.evaluate(ride, { step: 60, steps: 300 });
  tell("downwards", down);
  expect(down.jumps).toEqual([]);

  await page.getByRole("button", { name: "回到最新消息" }).click();
  await inView(page, "这是引用");
  await page.getByRole("button", { name: /引用的消息|第 5000 条/ }).click();
  await inView(page, "第 5000 条");
  await page.getByRole("button", { name: "回到最新消息" }).click();
  await inView(page, "这是引用");

  await page.getByRole("button", { name: "按日期查找" }).click();
  await page.getByRole("button", { name: "上个月" }).click();
  await page
    .getByRole("button", { name: /，有消息$/ })
    .first()
    .click();
  await expect(page).toHaveURL(/at=\d+/);
  await page.getByRole("button", { name: "回到最新消息" }).click();
  await inView(page, "这是引用");
});

/** So many groups like the one given, each with its first message. */
async function multiply(company: Company, id: ConversationId, copies: number): Promise<void> {
  const database = openDatabase(company.databaseUrl, () => undefined, 1);
  const client = await database.pool.connect();
  try {
    await client.query(
      "create temp table copies as select n, gen_random_uuid() as id from generate_series(1, $1::int) n",
      [copies],
    );
    for (const [table, key, change] of [
      ["conversations", "id", "jsonb_build_object('last_at', now() - make_interval(mins => c.n))"],
      ["groups", "id", "jsonb_build_object('name', '群聊编号 ' || c.n)"],
      ["members", "conversation_id", "'{}'::jsonb"],
    ] as const) {
      await client.query(
        `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('${key}', c.id) || ${change})).*
         from ${table} t, copies c where t.${key} = $1`,
        [id],
      );
    }
    await client.query(
      `insert into entries (conversation_id, seq, id, ordinal, author_id, kind, body, created_at)
       select c.id, e.seq, gen_random_uuid(), e.ordinal, e.author_id, e.kind, e.body, now() - make_interval(mins => c.n)
       from entries e, copies c where e.conversation_id = $1`,
      [id],
    );
  } finally {
    client.release(true);
    await database.close();
  }
}

test("A list of 5,000 conversations scrolls, filters and takes news in without holding the page up", async ({
  enter,
  company,
}) => {
  test.setTimeout(120_000);
  const id = await company.group("lin", "母群", ["ana"]);
  const say = (text: string) =>
    company.callAs("lin", "messages.send", {
      conversationId: id,
      clientId: newKey(),
      ...{ text, mentions: [], mentionAll: false, replyToSeq: null },
    });
  await say("开始");
  await multiply(company, id, 5_000);
  const page = await enter("ana");
  await expect(page.getByRole("option", { name: /^群聊编号 1 / })).toBeVisible();
  const list = page.getByRole("listbox", { name: "会话列表" });
  await expect.poll(() => list.evaluate((node) => node.scrollHeight), { timeout: 30_000 }).toBeGreaterThan(300_000);

  await settled(page);
  await say("到最前面");
  await expect(list.getByRole("option").first()).toContainText("到最前面");
  await list.evaluate(watchRows);
  for (let count = 0; count < 30; count++) await say(`第 ${count} 条`);
  await expect(list.getByRole("option", { name: "母群" })).toContainText("第 29 条");
  const { tasks, rows } = await page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);
  console.log(`30 messages into 5,000 conversations: long tasks of ${tasks.join(", ") || "no"} ms`);
  expect([...rows], "rows drawn anew").toEqual([id]);
  expect(await list.getByRole("option").count()).toBeLessThan(60);

  await list.evaluate((node) => node.scrollTo({ top: node.scrollHeight }));
  await expect(page.getByRole("option", { name: "群聊编号 5000" })).toBeVisible();
  await page.getByRole("button", { name: "未读", exact: true }).click();
  await expect(list.getByRole("option").first()).toBeVisible();
  await page.getByRole("combobox").fill("编号 4321");
  await expect(page.getByRole("option", { name: "群聊编号 4321" })).toBeVisible();
});

interface Watched {
  /** Durations, ms. */
  tasks: number[];
  /** Conversations whose rows were changed. */
  rows: string[];
}

/** Runs in the page. */
function watchRows(list: Element): void {
  const watched: Watched = { tasks: [], rows: [] };
  Object.assign(globalThis, { watched });
  const tasks = new PerformanceObserver((found) =>
    watched.tasks.push(...found.getEntries().map(({ duration }) => duration)),
  );
  tasks.observe({ entryTypes: ["longtask"] });
  const rows = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const element = target instanceof Element ? target : target.parentElement;
      const id = element?.closest<HTMLElement>("[data-conversation]")?.dataset.conversation;
      if (id && !watched.rows.includes(id)) watched.rows.push(id);
    }
  });
  rows.observe(list, { subtree: true, childList: true, characterData: true, attributes: true });
}
