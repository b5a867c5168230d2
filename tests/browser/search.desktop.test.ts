import { newKey } from "@qunxin/client";
import { expect, test } from "./stage.ts";

test("The keyboard goes through what was found, recent searches can be repeated and cleared, pinyin is not searched for", async ({
  enter,
  company,
}) => {
  const group = await company.group("lin", "空山新雨", ["wei"]);
  const send = (text: string) => {
    const message = {
      conversationId: group,
      clientId: newKey(),
      text,
      mentions: [],
      mentionAll: false,
      replyToSeq: null,
    };
    return company.callAs("lin", "messages.send", message as never);
  };
  await send("空山不见人");
  await send("但闻人语响，空山");
  const hits = async () => (await company.callAs("wei", "search.messages", { text: "空山" })).hits.length;
  await expect.poll(hits).toBe(2);

  const page = await enter("wei");
  const { keyboard } = page;
  await page.getByRole("option", { name: "空山新雨" }).waitFor();
  await keyboard.press("Control+k");
  await keyboard.type("空山");
  const all = page.getByRole("option", { name: "搜索“空山”的全部结果" });
  await expect(page.getByRole("option", { name: /2 条相关记录/ })).toBeVisible();
  // Names, then messages: Tab leads from one part to the next.
  await keyboard.press("Tab");
  await expect(page.getByRole("option", { name: /2 条相关记录/ })).toHaveAttribute("aria-selected", "true");
  await keyboard.press("ArrowDown");
  await expect(all).toHaveAttribute("aria-selected", "true");
  await keyboard.press("Enter");

  const field = page.getByRole("combobox", { name: "搜索消息、联系人、群聊和文件" });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("空山");
  await page.getByRole("tab", { name: "消息" }).click();
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await expect(page.getByRole("option", { name: /空山不见人/ })).toBeVisible();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(page.getByRole("log").getByText("空山不见人")).toBeInViewport();

  await page.goto(`${company.url}/chats/search`);
  const recent = page.getByRole("region", { name: "最近搜索" });
  await recent.getByRole("button", { name: "空山" }).click();
  await expect(field).toHaveValue("空山");
  await page.goto(`${company.url}/chats/search`);
  await recent.getByRole("button", { name: "清空" }).click();
  await expect(recent).toHaveCount(0);

  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/search.messages")) asked.push(JSON.parse(request.postData() ?? "{}").text);
  });
  const session = await page.context().newCDPSession(page);
  await field.focus();
  await session.send("Input.imeSetComposition", { text: "kong'shan", selectionStart: 9, selectionEnd: 9 });
  await session.send("Input.insertText", { text: "空山" });
  await expect(page.getByRole("option", { name: /空山新雨/ }).first()).toBeVisible();
  expect(asked.filter((text) => text !== "" && text !== "空山")).toEqual([]);
});
