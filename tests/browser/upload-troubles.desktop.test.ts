import { truncateSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { dropZeros, handOver, keptUploads, png } from "./files.ts";
import { expect, openConversation, test } from "./stage.ts";

// The company's policy of files is changed.
test.use({ companyOf: "policies" });

const log = (page: Page) => page.getByRole("log");
const send = (page: Page) => page.getByRole("button", { name: "发送", exact: true }).click();
const mib = 1024 * 1024;

test("A refused file says why, survives a reload, and goes on, is left out or is given up", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "被拒的文件", ["wei"]);
  const { files } = await company.call("company.policy", {});
  await company.call("company.setPolicy", { files: { ...files, maxBytes: 2 * mib, imageMaxBytes: mib } });
  const page = await enter("lin");
  await openConversation(page, "被拒的文件");

  await dropZeros(page, "录像.bin", 3 * mib);
  await page.getByRole("textbox", { name: "输入消息" }).fill("录像在这里");
  await send(page);
  const tooLarge = log(page).getByText("文件超过企业规定的上限 2 MB");
  await expect(tooLarge).toBeVisible();
  await page.reload();
  await expect(tooLarge).toBeVisible();
  await expect(log(page).getByText("录像在这里")).toBeVisible();
  await company.call("company.setPolicy", { files: { ...files, imageMaxBytes: mib } });
  await log(page).getByRole("button", { name: "重试上传 录像.bin" }).click();
  await expect(log(page).getByRole("link", { name: "下载 录像.bin" })).toBeVisible();

  const small = png("大.png", 400, 300);
  // What comes behind the end of a picture does not keep it from being one.
  const large = { ...small, buffer: Buffer.concat([small.buffer, Buffer.alloc(mib)]) };
  await handOver(page, "drop", "[role=log]", [png("小.png", 400, 300), large]);
  await expect(page.getByRole("list", { name: "待发送的附件" }).getByRole("img")).toHaveCount(2);
  await send(page);
  await expect(log(page).getByText("图片过大，无法处理")).toBeVisible();
  await log(page)
    .getByRole("button", { name: /^不发送 大\.png/ })
    .click();
  await expect(log(page).getByRole("button", { name: /查看图片/ })).toHaveCount(1);

  const { buffer } = png("坏.png", 400, 300);
  const broken = { name: "坏.png", mimeType: "image/png", buffer: buffer.subarray(0, 200) };
  await handOver(page, "drop", "[role=log]", [broken]);
  await expect(page.getByRole("list", { name: "待发送的附件" }).getByText("坏.png")).toBeVisible();
  await send(page);
  await expect(log(page).getByText("图片已损坏，无法读取")).toBeVisible();
  await log(page).getByRole("button", { name: "取消发送 坏.png" }).click();
  await expect(log(page).getByText("坏.png")).toHaveCount(0);

  const { entries } = await company.callAs("wei", "messages.history", { conversationId });
  const sent = entries.flatMap(({ body }) => (body.kind === "message" ? [body.content?.type] : []));
  expect(sent).toEqual(["file", "images"]);
});

test("A server without room says so, and takes the file once there is some", async ({ enter, company }) => {
  await company.group("lin", "空间不足", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "空间不足");
  // What the server answers on a full disk, which no story can fill.
  const full = { code: "files/disk_full", params: {}, requestId: "full" };
  await page.route("**/api/uploads", (route) => route.fulfill({ status: 507, json: full }));
  await dropZeros(page, "备份.bin", 4_096);
  await send(page);
  await expect(log(page).getByText("服务器存储空间不足，请联系管理员")).toBeVisible();
  await page.unroute("**/api/uploads");
  await log(page).getByRole("button", { name: "重试上传 备份.bin" }).click();
  await expect(log(page).getByRole("link", { name: "下载 备份.bin" })).toBeVisible();
});

test("Files too large to be kept go on after a reload: by their handle, or chosen once more", async ({
  enter,
  company,
}) => {
  await company.group("lin", "大文件续传", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "大文件续传");
  const [path = "", other = ""] = ["无句柄.bin", "另一个.bin"].map((name) => test.info().outputPath(name));
  for (const one of [path, other]) writeFileSync(one, "");
  truncateSync(path, 65 * mib);
  let begun = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/uploads")) begun += 1;
  });
  await dropWithHandle(page, "有句柄.bin", 65 * mib);
  await page.evaluate(() => Object.assign(window, { showOpenFilePicker: undefined }));
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("toolbar", { name: "消息工具" }).getByRole("button", { name: "文件" }).click(),
  ]);
  await chooser.setFiles(path);
  await expect(page.getByRole("list", { name: "待发送的附件" }).getByRole("listitem")).toHaveCount(2);
  // A slow line, so that much is still to come; nothing is held back by hand, as megabytes would go through the test.
  const line = await page.context().newCDPSession(page);
  const whole = { offline: false, latency: 0, downloadThroughput: -1 };
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", { ...whole, uploadThroughput: 6 * mib });
  await send(page);
  await expect.poll(() => keptUploads(page)).toBe(2);
  for (const name of ["有句柄.bin", "无句柄.bin"]) {
    await expect(page.getByRole("progressbar", { name: `${name} 的上传进度` })).toHaveAttribute(
      "aria-valuenow",
      /[1-9]/,
    );
  }
  await page.reload();
  await line.send("Network.emulateNetworkConditions", { ...whole, uploadThroughput: -1 });
  await expect(log(page).getByRole("link", { name: "下载 有句柄.bin" })).toBeVisible({ timeout: 30_000 });
  await expect(log(page).getByText(/无法再读取“无句柄.bin”/)).toBeVisible();
  for (const [again, after] of [
    [other, page.getByText("这不是同一个文件，请选择“无句柄.bin”")],
    [path, log(page).getByRole("link", { name: "下载 无句柄.bin" })],
  ] as const) {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      log(page).getByRole("button", { name: "重新选择 无句柄.bin" }).click(),
    ]);
    await chooser.setFiles(again);
    await expect(after).toBeVisible({ timeout: 30_000 });
  }
  expect(begun).toBe(2);
});

/** Drops a file of the browser's own file system, whose handle the drop gives as one of the desktop would. */
async function dropWithHandle(page: Page, name: string, bytes: number): Promise<void> {
  await page.locator("textarea").first().waitFor();
  await page.evaluate(
    async ({ name, bytes }) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle(name, { create: true });
      const writable = await handle.createWritable();
      await writable.truncate(bytes);
      await writable.close();
      Object.assign(DataTransferItem.prototype, { getAsFileSystemHandle: () => Promise.resolve(handle) });
      const transfer = new DataTransfer();
      transfer.items.add(await handle.getFile());
      document
        .querySelector("[role=log]")
        ?.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    { name, bytes },
  );
  await page.getByRole("list", { name: "待发送的附件" }).getByText(name).waitFor();
}
