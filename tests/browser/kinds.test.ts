import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { choose, handOver, png } from "./files.ts";
import { expect, isPhone, openConversation, test, writing } from "./stage.ts";

const log = (page: Page) => page.getByRole("log");
const sendButton = (page: Page) => page.getByRole("button", { name: "发送", exact: true });
const pictures = (page: Page) => log(page).getByRole("button", { name: /查看图片/ });

/** Opens a tool: in the bar of a desktop, behind the plus of a phone. */
async function tool(page: Page, name: string): Promise<void> {
  if (isPhone(page)) {
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("dialog", { name: "更多" }).getByRole("button", { name }).click();
  } else {
    await page.getByRole("toolbar", { name: "消息工具" }).getByRole("button", { name }).click();
  }
}

test("A56 Pictures that are pasted and dropped go as one message, and are looked through by keys", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "发图片", ["wei"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "发图片")));
  await handOver(lin, "paste", "textarea", [png("image.png", 640, 400)]);
  await expect(lin.getByRole("list", { name: "待发送的附件" }).getByRole("img")).toHaveCount(1);
  await handOver(lin, "drop", "[role=log]", [png("竖.png", 200, 500, [220, 80, 60]), png("方.png", 300, 300)]);
  await expect(lin.getByRole("list", { name: "待发送的附件" }).getByRole("img")).toHaveCount(3);
  await writing(lin).fill("现场照片");
  await sendButton(lin).click();
  await expect(log(wei).getByText("现场照片")).toBeVisible();
  for (const page of [lin, wei]) {
    await expect(pictures(page)).toHaveCount(3);
    await expect(log(page).getByRole("article")).toHaveCount(1);
  }
  const stored = async () => (await company.callAs("wei", "messages.history", { conversationId })).entries.length;
  expect(await stored()).toBe(2);

  await pictures(wei).first().click();
  const viewer = wei.getByRole("dialog", { name: "查看图片" });
  await expect(viewer.getByText("1 / 3")).toBeVisible();
  await wei.keyboard.press("ArrowRight");
  await expect(viewer.getByText("2 / 3")).toBeVisible();
  await expect(viewer.getByRole("img")).toHaveJSProperty("naturalWidth", 200);
  await viewer.getByRole("button", { name: "放大" }).click();
  await expect(viewer.getByRole("img")).toHaveCSS("transform", "matrix(1.5, 0, 0, 1.5, 0, 0)");
  await wei.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);
});

test("A65 Sharing a page or article into a group makes a card with title, summary, source.", async ({
  enter,
  company,
}) => {
  await company.group("lin", "分享文章", ["wei"]);
  await using wiki = await servePage(article);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "分享文章")));
  await writing(lin).fill(`看这篇 ${wiki.url}`);
  await lin.getByRole("button", { name: "分享为卡片" }).click();
  await expect(lin.getByText("季度复盘怎么写")).toBeVisible();
  await sendButton(lin).click();
  const card = log(wei).getByRole("link", { name: "季度复盘怎么写" });
  await expect(card).toContainText("从目标、数据到下一步");
  await expect(card).toContainText("星河知识库");
  await expect(card).toHaveAttribute("href", wiki.url);
  await expect(card).toHaveAttribute("rel", /noopener noreferrer/);
  await expect(log(wei).getByText("看这篇")).toBeVisible();
  // Its words are text here, whatever they were there.
  await expect(log(wei).locator("script")).toHaveCount(0);

  await writing(lin).fill(`${wiki.url}gone`);
  await lin.getByRole("button", { name: "分享为卡片" }).click();
  await expect(lin.getByText("网页无法打开")).toBeVisible();
});

const article = `<!doctype html><meta charset="utf-8"><title>季度复盘怎么写</title>
  <meta property="og:site_name" content="星河知识库">
  <meta name="description" content="从目标、数据到下一步 &lt;script&gt;alert(1)&lt;/script&gt;"><script>alert(2)</script>`;

/** A page of the company's own network. */
async function servePage(html: string): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => {
    if (request.url !== "/") response.statusCode = 404;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: () => new Promise((closed) => void server.close(() => closed())),
  };
}

test("A poll is made, voted in and counted; a chain is begun and joined", async ({ enter, company }) => {
  await company.group("lin", "投票接龙", ["wei"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "投票接龙")));
  await tool(lin, "投票");
  const dialog = lin.getByRole("dialog", { name: "发起投票" });
  await dialog.getByLabel("投票主题").fill("周五去哪里？");
  await dialog.getByRole("button", { name: "发送" }).click();
  await expect(dialog.getByText("至少填写两个不同的选项")).toBeVisible();
  await dialog.getByRole("textbox", { name: "选项 1" }).fill("爬山");
  await dialog.getByRole("textbox", { name: "选项 2" }).fill("桌游");
  await dialog.getByRole("button", { name: "发送" }).click();
  const poll = (page: Page) => log(page).getByRole("region", { name: "投票" });
  await poll(wei).getByRole("radio", { name: "桌游" }).check();
  await poll(wei).getByRole("button", { name: "投票" }).click();
  await expect(poll(wei).getByText("1 票 · 100%")).toBeVisible();
  await expect(poll(lin).getByText("1 人已投票")).toBeVisible();

  await tool(lin, "接龙");
  await lin.getByLabel("接龙主题").fill("周五下午茶");
  await lin.getByRole("dialog", { name: "发起接龙" }).getByRole("button", { name: "发送" }).click();
  const chain = (page: Page) => log(page).getByRole("region", { name: "接龙" });
  await chain(wei).getByRole("button", { name: "参与接龙" }).click();
  await chain(wei).getByRole("textbox", { name: "我的接龙内容" }).fill("魏然 美式");
  await chain(wei).getByRole("textbox", { name: "我的接龙内容" }).press("Enter");
  await expect(chain(lin).getByRole("listitem")).toHaveText(["1.魏然 魏然 美式"]);
});

test("A contact card, a place and a sticker are sent and shown", async ({ enter, company }) => {
  await company.group("lin", "名片位置", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "名片位置");
  await tool(page, "名片");
  await page.getByRole("textbox", { name: "搜索姓名、部门或职务" }).fill("安娜");
  await page.getByRole("dialog").getByRole("button", { name: /安娜/ }).click();
  await log(page).getByRole("button", { name: /安娜/ }).click();
  await expect(page.getByRole("dialog").getByText("设计部")).toBeVisible();
  await page.keyboard.press("Escape");

  await tool(page, "位置");
  const place = page.getByRole("dialog", { name: "发送位置" });
  await place.getByLabel("名称").fill("上海中心");
  await place.getByLabel("纬度").fill("91");
  await place.getByLabel("经度").fill("121.5055");
  await place.getByRole("button", { name: "发送", exact: true }).click();
  await expect(place.getByText("请填写 -90 到 90 之间的数")).toBeVisible();
  await place.getByLabel("纬度").fill("31.2335");
  await place.getByRole("button", { name: "发送", exact: true }).click();
  const link = log(page).getByRole("link", { name: "在地图中打开 上海中心" });
  await expect(link).toHaveAttribute("href", /position=121\.5055,31\.2335/);

  await page.getByRole("button", { name: "表情", exact: true }).click();
  await page.getByRole("textbox", { name: "搜索表情" }).fill("收到");
  await page.getByRole("button", { name: "收到" }).click();
  await expect(log(page).getByRole("img", { name: "收到" })).toBeVisible();
  // Shown at once, it may still be on its way; and the phone's list is behind the conversation.
  const last = async () => {
    const { conversations } = await company.callAs("lin", "conversations.list", {});
    return conversations.find(({ name }) => name === "名片位置")?.last?.body;
  };
  await expect.poll(last).toMatchObject({ content: { type: "sticker", name: "got-it" } });
});

test("A file of text is previewed, any file is saved under its name", async ({ enter, company }) => {
  await company.group("lin", "发文件", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "发文件");
  // The browser's own window for choosing files is out of reach of a test.
  await page.evaluate(() => Object.assign(window, { showOpenFilePicker: undefined }));
  const notes = { name: "会议纪要.txt", mimeType: "text/plain", buffer: Buffer.from("第一条：下周发布") };
  const sheet = { name: "报价单.xlsx", mimeType: "application/zip", buffer: Buffer.alloc(2_048, 7) };
  await choose(page, () => tool(page, "文件"), notes, sheet);
  await sendButton(page).click();
  await log(page)
    .getByRole("button", { name: /^会议纪要/ })
    .click();
  await expect(page.getByRole("dialog", { name: "会议纪要.txt" }).getByText("第一条：下周发布")).toBeVisible();
  await page.keyboard.press("Escape");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    log(page).getByRole("link", { name: "下载 报价单.xlsx" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("报价单.xlsx");
});

test("A PDF is looked at beside the conversation, on a phone in a page of its own", async ({ enter, company }) => {
  await company.group("lin", "看文档", ["wei"]);
  const page = await enter("lin");
  // What browsers with a viewer of PDF say; whether this one has it depends on how it was built.
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "pdfViewerEnabled", { get: () => true }));
  await page.reload();
  await openConversation(page, "看文档");
  const buffer = Buffer.from(paperOfOnePage);
  await handOver(page, "drop", "[role=log]", [{ name: "方案.pdf", mimeType: "application/pdf", buffer }]);
  await sendButton(page).click();
  const paper = /^方案\.pdf/;
  if (isPhone(page)) {
    await expect(log(page).getByRole("link", { name: paper })).toHaveAttribute("target", "_blank");
    return;
  }
  const asked = page.waitForResponse((response) => response.frame() !== page.mainFrame());
  await log(page).getByRole("button", { name: paper }).click();
  const dialog = page.getByRole("dialog", { name: "方案.pdf" });
  await expect(dialog.locator("iframe")).toHaveAttribute("src", /\/api\/files\/[^/]+\/\d+\/[^/]+\/original$/);
  const answer = await asked;
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-disposition"]).toMatch(/^inline/);
  await expect(dialog.getByRole("link", { name: "下载" })).toHaveAttribute("download", "方案.pdf");
});

const paperOfOnePage = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF`;
