import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "@playwright/test";
import { newKey } from "@qunxin/client";
import type { BenchContext, Row, Scenario } from "../harness/scenario.ts";
import { createGroup, type Stage, type StageGroup } from "../harness/stage.ts";
import { median, percentile } from "../harness/statistics.ts";
import { type Loaded, loaded, ride, shownAfter } from "./in-page.ts";

const desktop = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
/** A phone of the middle class on a slow network. */
const slow = { cpu: 4, bytesPerSecond: (1.6 * 1_000_000) / 8 };
const messagesBefore = 400;

/** What a person waits for in the browser: the budgets of the web client. */
export const web: Scenario = {
  name: "web",
  title: "The web client in Chromium: loading, scrolling, opening, sending",
  budgetSeconds: { quick: 45, default: 90, full: 120 },
  runs: () => true,
  async run(context): Promise<Row[]> {
    const stage = await context.live();
    const [first, second] = await twoGroups(stage);
    const browser = await launch();
    try {
      context.log("loading on the desktop and on a slow phone …");
      const rows = [
        ...loadRows(
          "desktop",
          await loads(browser, context, stage, { path: `/chats/${first.id}`, device: desktop }),
          [1_000, 1_500],
        ),
        ...loadRows(
          "slow phone",
          await loads(browser, context, stage, { path: "/chats", device: phone, slow: true }),
          [3_000, 3_500],
        ),
      ];
      context.log("scrolling, opening and sending …");
      return [...rows, ...(await acts(browser, context, stage, [first, second]))];
    } finally {
      await browser.close();
    }
  },
};

function launch(): Promise<Browser> {
  const executablePath = process.env.QUNXIN_CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error("There is no Chromium: npm test installs it where it may, or QUNXIN_CHROMIUM names it.");
  }
  // Chromium refuses to sandbox itself as root.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

async function twoGroups({ company, people }: Stage): Promise<[StageGroup, StageGroup]> {
  const members = people.slice(0, 20);
  const first = await createGroup(company, "长谈", members);
  const second = await createGroup(company, "短谈", members);
  for (let number = 1; number <= messagesBefore; number++) await say(company, first, `第 ${number} 条`, number);
  for (let number = 1; number <= 40; number++) await say(company, second, `其二 ${number}`, number);
  return [first, second];
}

async function say({ post }: Stage["company"], group: StageGroup, text: string, number: number): Promise<void> {
  const said = `${text}${"，长短不一的消息内容".repeat((number * 7_919) % 23)}`;
  const author = group.members[number % group.members.length];
  const input = {
    conversationId: group.id,
    clientId: newKey(),
    text: said,
    mentions: [],
    mentionAll: false,
    replyToSeq: null,
  };
  const { error } = await post(author?.token ?? "", "messages.send", input as never);
  if (error) throw new Error(`not sent: ${error.code}`);
}

interface Visit {
  readonly path: string;
  readonly device: BrowserContextOptions;
  readonly slow?: boolean;
}

/** A browser that has never been here, so many times. */
async function loads(browser: Browser, { tries }: BenchContext, stage: Stage, visit: Visit): Promise<Loaded[]> {
  const results: Loaded[] = [];
  for (let count = 0; count < Math.max(2, tries); count++) {
    const page = await enter(browser, stage, visit.device);
    if (visit.slow) await slowDown(page);
    await page.goto(stage.server.url + visit.path);
    results.push(await page.evaluate(loaded));
    await page.context().close();
  }
  return results;
}

async function enter(browser: Browser, { server, people }: Stage, device: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...device, locale: "zh-CN", serviceWorkers: "block" });
  const token = people[1]?.token ?? "";
  await context.addCookies([{ name: "qunxin_session", value: token, url: server.url }]);
  return context.newPage();
}

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slow.cpu });
  const throughput = { downloadThroughput: slow.bytesPerSecond, uploadThroughput: slow.bytesPerSecond };
  await devtools.send("Network.emulateNetworkConditions", { offline: false, latency: 0, ...throughput });
}

function loadRows(device: string, results: readonly Loaded[], [paintMs, interactiveMs]: [number, number]): Row[] {
  const paint = median(results.map((one) => one.paintMs));
  const interactive = median(results.map((one) => one.interactiveMs));
  return [
    timeRow(`first contentful paint, ${device}`, paint, paintMs),
    timeRow(`interactive (end of the last long task), ${device}`, interactive, interactiveMs),
  ];
}

function timeRow(what: string, valueMs: number, goalMs: number): Row {
  return { what, value: valueMs, unit: "ms", goals: [{ text: `≤ ${goalMs} ms`, met: valueMs <= goalMs }] };
}

async function acts(
  browser: Browser,
  { tries }: BenchContext,
  stage: Stage,
  [first, second]: [StageGroup, StageGroup],
): Promise<Row[]> {
  const page = await enter(browser, stage, desktop);
  await page.goto(`${stage.server.url}/chats/${second.id}`);
  await page.getByRole("log").getByText("其二 40").waitFor();
  const places = [
    { row: page.locator(`[data-conversation="${first.id}"]`), text: `第 ${messagesBefore} 条` },
    { row: page.locator(`[data-conversation="${second.id}"]`), text: "其二 40" },
  ];
  const opening: number[] = [];
  for (let count = 0; count < 3 + 2 * tries; count++) {
    for (const { row, text } of places) {
      const took = await row.evaluate(shownAfter, text);
      // The first time it is fetched.
      if (count > 0) opening.push(took);
      await page.waitForTimeout(300);
    }
  }
  const sending: number[] = [];
  for (let count = 0; count < 5 * tries; count++) {
    const text = `回声 ${count}。`;
    await page.getByRole("textbox", { name: "输入消息" }).fill(text);
    sending.push(await page.getByRole("button", { name: "发送", exact: true }).evaluate(shownAfter, text));
  }
  return [
    timeRow("open a conversation seen before", median(opening), 150),
    timeRow("echo of what is sent", median(sending), 50),
    ...(await scrolling(page, first)),
  ];
}

async function scrolling(page: Page, { id }: StageGroup): Promise<Row[]> {
  await page.locator(`[data-conversation="${id}"]`).click();
  await page.getByRole("log").getByText(`第 ${messagesBefore} 条`).waitFor();
  const { framesMs, worstJumpPx, rowsPassed } = await page.evaluate(ride, { step: 60, frames: 240 });
  if (rowsPassed < 60) throw new Error(`only ${rowsPassed} rows came by: nothing was put in front`);
  const p95 = percentile(framesMs, 0.95);
  return [
    { ...timeRow("frame while scrolling 60 px each, p95", p95, 25), note: `${rowsPassed} rows` },
    {
      what: "worst shift of a row while older ones are put in front",
      value: worstJumpPx,
      unit: "px",
      goals: [{ text: "≤ 2 px", met: worstJumpPx <= 2 }],
    },
  ];
}
