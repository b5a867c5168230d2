import type { Page, WebSocket } from "@playwright/test";
import { expect, openConversation, say, test, writing } from "./stage.ts";

// The app's own files come from the service worker when there is no network.
test.use({ serviceWorkers: "allow" });

const log = (page: Page) => page.getByRole("log");
const waits = (page: Page) => log(page).getByRole("img", { name: "发送中" });

/** Everything this browser keeps of a person, as text. */
function keptBy(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((done, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const all = (db: IDBDatabase, store: string) =>
      new Promise<unknown[]>((done, failed) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const records: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await open(name ?? "");
      for (const store of db.objectStoreNames) records.push(...(await all(db, store)));
      db.close();
    }
    return JSON.stringify(records);
  });
}

/** The sockets of a page that are open. */
function socketsOf(page: Page): () => number {
  const sockets: WebSocket[] = [];
  page.on("websocket", (socket) => sockets.push(socket));
  return () => sockets.filter((socket) => !socket.isClosed()).length;
}

test("Reloaded without network the app shows conversations and messages; what is written then survives another reload and is sent once", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "没有网络的早上", ["wei"]);
  const page = await enter("lin");
  await openConversation(page, "没有网络的早上");
  await say(page, "断网之前说的");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => keptBy(page)).toContain("断网之前说的");

  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByText("网络不可用，消息将在恢复后发送")).toBeVisible();
  await expect(page.getByRole("option", { name: "没有网络的早上" })).toBeVisible();
  await expect(log(page).getByText("断网之前说的")).toBeVisible();
  await say(page, "断网时写下的");
  await expect(waits(page)).toBeVisible();
  await expect.poll(() => keptBy(page)).toContain("断网时写下的");
  await page.reload();
  await expect(log(page).getByText("断网时写下的")).toBeVisible();
  await expect(waits(page)).toBeVisible();

  await page.context().setOffline(false);
  await expect(page.getByText("网络不可用，消息将在恢复后发送")).toHaveCount(0);
  await expect(waits(page)).toHaveCount(0);
  await say(page, "又有网了");
  // Shown at once, a message may still be on its way.
  await expect(waits(page)).toHaveCount(0);
  const texts = async () => {
    const { entries } = await company.callAs("wei", "messages.history", { conversationId });
    return entries.flatMap(({ body }) => (body.kind === "message" ? [body.text] : []));
  };
  await expect.poll(texts).toEqual(["断网之前说的", "断网时写下的", "又有网了"]);
});

test("Two tabs share one connection, and when the tab that holds it is closed the other one takes it over", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "两个标签页", ["wei"]);
  const send = (text: string) => {
    const said = { clientId: crypto.randomUUID(), text, mentions: [], mentionAll: false, replyToSeq: null };
    return company.callAs("lin", "messages.send", { conversationId, ...said });
  };
  const first = await enter("wei");
  await openConversation(first, "两个标签页");
  const second = await first.context().newPage();
  const ofSecond = socketsOf(second);
  await second.goto(first.url());
  await expect(writing(second)).toBeVisible();
  await send("给两个标签页");
  for (const tab of [first, second]) await expect(log(tab).getByText("给两个标签页")).toBeVisible();
  await say(second, "从第二个标签页");
  await expect(log(first).getByText("从第二个标签页")).toHaveCount(1);
  await expect(waits(second)).toHaveCount(0);
  expect(ofSecond()).toBe(0);

  await first.close();
  await send("第一个关了以后");
  await expect(log(second).getByText("第一个关了以后")).toBeVisible();
  await expect.poll(ofSecond).toBe(1);
  await say(second, "还在");
  await expect(waits(second)).toHaveCount(0);
  await expect(log(second).getByText("从第二个标签页")).toHaveCount(1);
});

test("Signing out in one tab ends all of them, and leaves nothing of the person in the browser", async ({
  enter,
  company,
}) => {
  await company.group("lin", "退出之前", ["wei"]);
  const page = await enter("wei");
  await openConversation(page, "退出之前");
  await say(page, "不该留下的话");
  await writing(page).fill("不该留下的草稿");
  await expect.poll(() => keptBy(page)).toContain("不该留下的话");
  await expect.poll(() => keptBy(page)).toContain("不该留下的草稿");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await expect(log(other).getByText("不该留下的话")).toBeVisible();
  await page.goto(`${company.url}/me`);
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByRole("alertdialog").or(page.getByRole("dialog")).getByRole("button", { name: "退出登录" }).click();
  for (const tab of [page, other]) await expect(tab).toHaveURL(/\/login/);
  await expect.poll(() => keptBy(page)).toBe("[]");
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain("不该留下");
});

test("What is half written on one device stands on the other, with whom it mentions, and is gone from both once sent", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "草稿同步", ["wei", "bo"]);
  const [first, second] = await Promise.all([enter("lin"), enter("lin")]);
  await Promise.all([first, second].map((page) => openConversation(page, "草稿同步")));
  await writing(first).pressSequentially("请 @wr");
  // Before there is somebody to choose, Enter sends.
  await expect(first.getByRole("listbox", { name: "选择要提及的成员" }).getByRole("option")).toHaveCount(1);
  await writing(first).press("Enter");
  await writing(first).pressSequentially("看看");
  await expect(writing(second)).toHaveValue("请 @魏然 看看");
  await second.getByRole("button", { name: "发送", exact: true }).click();
  for (const page of [first, second]) {
    await expect(log(page).getByText("看看")).toBeVisible();
    await expect(writing(page)).toHaveValue("");
  }
  expect((await company.callAs("wei", "conversations.get", { conversationId })).mentionSeqs).toHaveLength(1);
});
