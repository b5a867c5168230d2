import type { Page } from "@playwright/test";
import { expect, isPhone, openConversation, test } from "./stage.ts";

test.use({
  permissions: ["microphone", "geolocation"],
  geolocation: { latitude: 31.2304, longitude: 121.4737 },
});

const log = (page: Page) => page.getByRole("log");

test("A56 A voice note is recorded and sent, and plays with its waveform and speed", async ({ enter, company }) => {
  const conversationId = await company.group("lin", "发语音", ["wei"]);
  const [lin, wei] = await Promise.all([enter("lin"), enter("wei")]);
  await Promise.all([lin, wei].map((page) => openConversation(page, "发语音")));
  await record(lin);
  const play = log(wei).getByRole("button", { name: /播放语音/ });
  await expect(play).toBeVisible();
  await expect(log(wei).getByRole("img", { name: "未播放" })).toBeVisible();
  const { entries } = await company.callAs("wei", "messages.history", { conversationId });
  expect(entries.at(-1)?.body).toMatchObject({ content: { type: "voice", file: { kind: "audio" } } });
  await play.click();
  const rate = log(wei).getByRole("button", { name: "播放速度 1 倍，点按切换" });
  await expect(rate).toBeVisible();
  await expect(log(wei).getByRole("img", { name: "未播放" })).toHaveCount(0);
  await rate.click();
  await expect(log(wei).getByRole("button", { name: "播放速度 1.5 倍，点按切换" })).toBeVisible();
  const place = log(wei).getByRole("slider", { name: "播放位置" });
  await expect.poll(async () => Number(await place.getAttribute("aria-valuenow"))).toBeGreaterThan(0);
});

test("A recording that is cancelled is not sent; one's position is filled in on a press", async ({
  enter,
  company,
}) => {
  await company.group("lin", "取消录音", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "取消录音");
  if (isPhone(page)) {
    await page.getByRole("button", { name: "语音输入" }).click();
    const hold = page.getByRole("button", { name: "按住说话" });
    const box = await hold.boundingBox();
    if (!box) throw new Error("the button is not there");
    await page.mouse.move(box.x + 40, box.y + 20);
    await page.mouse.down();
    await expect(page.getByText(/^[1-9]″$/)).toBeVisible();
    await page.mouse.move(box.x + 40, box.y - 120);
    await expect(page.getByRole("button", { name: "松开取消" })).toBeVisible();
    await page.mouse.up();
    await expect(hold).toBeVisible();
    await page.getByRole("button", { name: "切换到键盘" }).click();
    await page.getByRole("button", { name: "更多" }).click();
    await page.getByRole("dialog", { name: "更多" }).getByRole("button", { name: "位置" }).click();
  } else {
    const tools = page.getByRole("toolbar", { name: "消息工具" });
    await tools.getByRole("button", { name: "语音" }).click();
    await expect(page.getByRole("button", { name: "发送语音" })).toBeEnabled();
    await page.keyboard.press("Escape");
    await tools.getByRole("button", { name: "位置" }).click();
  }
  await expect(log(page).getByRole("article")).toHaveCount(0);
  const dialog = page.getByRole("dialog", { name: "发送位置" });
  await dialog.getByRole("button", { name: "使用当前位置" }).click();
  await expect(dialog.getByLabel("纬度")).toHaveValue("31.230400");
  await dialog.getByRole("button", { name: "发送", exact: true }).click();
  await expect(log(page).getByRole("link", { name: "在地图中打开 我的位置" })).toBeVisible();
});

/** Speaks for a second: a button of a desktop, held on a phone. */
async function record(page: Page): Promise<void> {
  if (!isPhone(page)) {
    await page.getByRole("toolbar", { name: "消息工具" }).getByRole("button", { name: "语音" }).click();
    await expect(page.getByTitle(/正在录音 2″/)).toBeVisible();
    await page.getByRole("button", { name: "发送语音" }).click();
    return;
  }
  await page.getByRole("button", { name: "语音输入" }).click();
  const box = await page.getByRole("button", { name: "按住说话" }).boundingBox();
  if (!box) throw new Error("the button is not there");
  await page.mouse.move(box.x + 40, box.y + 20);
  await page.mouse.down();
  await expect(page.getByText("2″", { exact: true })).toBeVisible();
  await page.mouse.up();
}
