import type { Page } from "@playwright/test";
import { dropZeros, handOver, keptTrays, keptUploads, png } from "./files.ts";
import { expect, openConversation, test, writing } from "./stage.ts";

const log = (page: Page) => page.getByRole("log");
const sendButton = (page: Page) => page.getByRole("button", { name: "发送", exact: true });
const uploads = "**/api/uploads/**";

test("An upload goes on after a reload where it was, and the message is there once", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "断点续传", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "断点续传");
  let [begun, arrived] = [0, 0];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/uploads")) begun += 1;
  });
  // The first stretch gets through, then the network is gone for uploads.
  await page.route(uploads, (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    arrived += 1;
    return arrived === 1 ? route.continue() : route.abort();
  });
  await dropZeros(page, "安装包.bin", 20 * 1024 * 1024);
  await sendButton(page).click();
  await expect(page.getByRole("progressbar", { name: "安装包.bin 的上传进度" })).toHaveAttribute("aria-valuenow", "80");
  // A reload goes on from what the browser has stored; twenty megabytes take their time.
  await expect.poll(() => keptUploads(page)).toBe(1);
  await page.unroute(uploads);
  await page.route(uploads, (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  await page.reload();
  await expect(page.getByRole("progressbar", { name: "安装包.bin 的上传进度" })).toBeVisible();
  await page.unroute(uploads);
  await expect(log(page).getByRole("link", { name: "下载 安装包.bin" })).toBeVisible({ timeout: 30_000 });
  expect(begun).toBe(1);
  // Shown at once, a message may still be on its way.
  await expect(log(page).getByRole("img", { name: "发送中" })).toHaveCount(0);
  const { entries } = await company.callAs("wei", "messages.history", { conversationId });
  expect(entries.filter(({ body }) => body.kind === "message")).toHaveLength(1);
});

test("An upload is paused, resumed and given up", async ({ enter, company }) => {
  await company.group("lin", "暂停上传", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "暂停上传");
  const held: (() => void)[] = [];
  await page.route(uploads, async (route) => {
    if (route.request().method() === "PATCH") await new Promise<void>((go) => held.push(go));
    await route.continue().catch(() => undefined);
  });
  await dropZeros(page, "图纸.bin", 4_096);
  await sendButton(page).click();
  await page.getByRole("button", { name: "暂停上传 图纸.bin" }).click();
  await page.getByRole("button", { name: "继续上传 图纸.bin" }).click();
  await page.getByRole("button", { name: "取消发送 图纸.bin" }).click();
  await expect(log(page).getByText("图纸.bin")).toHaveCount(0);
  for (const go of held) go();
});

test("What was attached but not sent is still there after a reload", async ({ enter, company }) => {
  await company.group("lin", "附件草稿", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "附件草稿");
  await handOver(page, "paste", "textarea", [png("截图.png", 120, 80)]);
  const tray = page.getByRole("list", { name: "待发送的附件" });
  await expect(tray.getByRole("img", { name: "截图.png" })).toBeVisible();
  await expect.poll(() => keptTrays(page)).toBe(1);
  await page.reload();
  await expect(tray.getByRole("img", { name: "截图.png" })).toBeVisible();
  await tray.getByRole("button", { name: "移除 截图.png" }).click();
  await expect(tray).toHaveCount(0);
});

test("What is dropped before there is a text field waits above it once it is there", async ({ enter, company }) => {
  await company.group("lin", "早到的附件", ["wei"]);
  const page = await enter("lin");
  const held: (() => void)[] = [];
  // The composer's code is slow to come.
  await page.route(/\/assets\/Composer-/, async (route) => {
    await new Promise<void>((go) => held.push(go));
    await route.continue();
  });
  await openConversation(page, "早到的附件");
  await expect.poll(() => held.length).toBe(1);
  await handOver(page, "drop", "[role=log]", [png("早.png", 120, 80)]);
  await expect(writing(page)).toHaveCount(0);
  for (const go of held) go();
  await expect(page.getByRole("list", { name: "待发送的附件" }).getByRole("img", { name: "早.png" })).toBeVisible();
});

test("Signing out leaves none of the files on the device that were to be sent", async ({ enter, company }) => {
  await company.group("lin", "退出时的附件", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "退出时的附件");
  await handOver(page, "paste", "textarea", [png("机密.png", 120, 80)]);
  await expect(page.getByRole("img", { name: "机密.png" })).toBeVisible();
  const kept = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(kept).toContain("qunxin-uploads");
  await page.goto(`${company.url}/settings`);
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByRole("alertdialog").or(page.getByRole("dialog")).getByRole("button", { name: "退出登录" }).click();
  await expect(page).toHaveURL(/\/login/);
  await expect.poll(kept).not.toContain("qunxin-uploads");
});

test("A56 A video gets its poster and length here, and plays in its place", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "发视频", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "发视频");
  await dropFilm(page);
  await expect(page.getByRole("list", { name: "待发送的附件" }).getByTitle("动画.webm")).toBeVisible();
  await sendButton(page).click();
  await log(page).getByRole("button", { name: "播放视频 动画.webm" }).click();
  await expect(log(page).locator("video")).toHaveJSProperty("paused", false);
  // Shown at once, a message may still be on its way.
  await expect(log(page).getByRole("img", { name: "发送中" })).toHaveCount(0);
  const { entries } = await company.callAs("wei", "messages.history", { conversationId });
  expect(entries.at(-1)?.body).toMatchObject({
    content: { type: "video", file: { hasPoster: true, width: 320, height: 180, durationMs: expect.any(Number) } },
  });
});

test("Markdown shows its forms; nothing in it runs, loads or leads where it should not", async ({ enter, company }) => {
  await company.group("lin", "格式", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "格式");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("toolbar", { name: "消息工具" }).getByRole("button", { name: "格式" }).click();
  await writing(page).fill(attack);
  await page.getByRole("button", { name: "预览" }).click();
  await expect(page.getByRole("heading", { name: "周报" })).toBeVisible();
  await page.getByRole("button", { name: "书写" }).click();
  await sendButton(page).click();
  const message = log(page).getByRole("article");
  await expect(message.getByRole("heading", { name: "周报" })).toBeVisible();
  await expect(message.getByRole("columnheader")).toHaveText(["模块", "状态"]);
  await expect(message.getByText("<script>alert(1)</script>")).toBeVisible();
  await expect(message.getByText('<img src=x onerror="alert(2)">')).toBeVisible();
  const links = await message.getByRole("link").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  expect(links).toEqual(["https://good.example/", "https://elsewhere.example/pixel.png", "https://bare.example/x"]);
  await expect(message.locator("img, script, iframe, svg[onload], style")).toHaveCount(0);
  expect(asked.filter((url) => !url.startsWith(company.url) && !/^(data|blob):/.test(url))).toEqual([]);
});

const attack = [
  "## 周报",
  "<script>alert(1)</script>",
  "",
  '段落里的 <img src=x onerror="alert(2)"> 也是文字',
  "",
  "[好](https://good.example/) [坏](javascript:alert(3)) [数据](data:text/html,<b>x</b>) [vb](vbscript:x)",
  "",
  "![图](https://elsewhere.example/pixel.png) ![坏图](javascript:alert(4))",
  "",
  "<svg onload=alert(5)> <a href='javascript:alert(6)'>x</a> https://bare.example/x",
  "",
  "| 模块 | 状态 |",
  "|---|---|",
  "| 登录 | 完成 |",
].join("\n");

/** Draws a film of half a second and drops it. */
async function dropFilm(page: Page): Promise<void> {
  await expect(writing(page)).toBeVisible();
  await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const brush = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const over = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let frame = 0; frame < 20; frame++) {
      if (brush) {
        brush.fillStyle = `hsl(${frame * 18} 70% 50%)`;
        brush.fillRect(0, 0, 320, 180);
      }
      await new Promise(requestAnimationFrame);
    }
    recorder.stop();
    await over;
    const transfer = new DataTransfer();
    transfer.items.add(new File(parts, "动画.webm", { type: "video/webm" }));
    document
      .querySelector("[role=log]")
      ?.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
}
