import type { Page } from "@playwright/test";
import { sayAs } from "./acts.ts";
import { expect, openConversation, test } from "./stage.ts";

test.use({ wholeBrowser: true, serviceWorkers: "allow", permissions: ["notifications"] });

test("A push is shown while no page is in front, replaced by the next of its conversation, withdrawn, and closed when read elsewhere", async ({
  enter,
  company,
}) => {
  const conversationId = await company.group("lin", "推送到达", ["wei"]);
  const wei = await enter("wei");
  await wei.evaluate(() => navigator.serviceWorker.ready);
  // Stays while the app's own page goes.
  const devtools = await wei.context().newCDPSession(await wei.context().newPage());
  const registered = Promise.withResolvers<string>();
  devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    if (registrations[0]) registered.resolve(registrations[0].registrationId);
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered.promise;
  const other = await company.group("lin", "推送另一群", ["wei"]);
  const push = (seq: number, body: string, kind = "message", more = {}) =>
    devtools.send("ServiceWorker.deliverPushMessage", {
      origin: company.url,
      registrationId,
      data: JSON.stringify({ kind, conversationId, seq, title: "推送到达", body, urgent: false, unread: 1, ...more }),
    });
  const [worker] = wei.context().serviceWorkers();
  const shown = () =>
    worker?.evaluate(async () => {
      const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
      return (await registration.getNotifications()).map(({ title, body }) => `${title} ${body}`);
    });
  await push(1, "在看着");
  // No page of the app is left.
  await wei.goto("about:blank");
  await push(1, "第一条");
  await expect.poll(shown).toEqual(["推送到达 第一条"]);
  await push(2, "第二条");
  await expect.poll(shown).toEqual(["推送到达 第二条"]);
  await push(2, "", "withdraw");
  await expect.poll(shown).toEqual([]);
  // What was read on another device goes with the next push, whatever it tells of, ...
  await push(3, "第三条");
  await push(1, "别的群", "message", { conversationId: other, read: { [conversationId]: 2 } });
  await expect.poll(async () => (await shown())?.sort()).toEqual(["推送到达 别的群", "推送到达 第三条"]);
  await push(2, "又一条", "message", { conversationId: other, read: { [conversationId]: 3 } });
  await expect.poll(shown).toEqual(["推送到达 又一条"]);
  // ... or when the app is opened; a reminder stays, for to read is not to confirm.
  const seq = await sayAs(company, "lin", other, "读过了");
  await company.callAs("wei", "conversations.markRead", { conversationId: other, seq });
  await push(1, "请确认", "reminder");
  // The worker has been handed it, no more: one that finds the app's page in front when it gets to it shows nothing.
  await expect.poll(async () => (await shown())?.sort()).toEqual(["推送到达 又一条", "推送到达 请确认"].sort());
  await wei.goto(company.url);
  await expect.poll(shown).toEqual(["推送到达 请确认"]);
});

test("A page's notice, the title and the badge are gone once the person has read on another device", async ({
  enter,
  company,
}) => {
  const id = await company.addEmployee("双屏", "shuangping");
  const conversationId = await company.group("lin", "别处已读", [id]);
  const [desk, phone] = await Promise.all([enter("shuangping"), enter("shuangping")]);
  await desk.evaluate(() => navigator.serviceWorker.ready);
  await Promise.all([desk, phone].map(watchBadge));
  // A browser without a window has no focus to lose.
  await desk.evaluate(() => Object.assign(document, { hasFocus: () => false }));
  const notices = () =>
    desk.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return (await registration?.getNotifications())?.map(({ title, body }) => `${title} ${body}`);
    });
  await sayAs(company, "lin", conversationId, "一");
  await sayAs(company, "lin", conversationId, "二");
  await expect.poll(notices).toEqual(["别处已读 林晓: 二"]);
  for (const page of [desk, phone])
    await expect.poll(() => marks(page)).toEqual({ title: "(2) 群信", badge: 2, dot: true });
  await openConversation(phone, "别处已读");
  await expect.poll(notices).toEqual([]);
  for (const page of [desk, phone])
    await expect.poll(() => marks(page)).toEqual({ title: "群信", badge: 0, dot: false });
  // The same where the browser has no service worker: the page's own notice. The conversation is open on the phone.
  await desk.evaluate(withoutWorker);
  await sayAs(company, "lin", conversationId, "三");
  await expect(desk.locator("html")).toHaveAttribute("data-notices", " shown: 林晓: 三; closed: 林晓: 三;");
});

/** Keeps what the app tells the system of its badge, which a page cannot ask for. */
async function watchBadge(page: Page): Promise<void> {
  await page.evaluate(() => {
    const keep = async (count: number) => document.documentElement.setAttribute("data-badge", String(count));
    Object.assign(navigator, { setAppBadge: keep, clearAppBadge: () => keep(0) });
  });
}

function marks(page: Page): Promise<{ title: string; badge: number; dot: boolean }> {
  return page.evaluate(() => ({
    title: document.title,
    badge: Number(document.documentElement.dataset.badge),
    dot: document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href.includes("cf2f37") ?? false,
  }));
}

/** Runs in the page: takes the service worker away, and keeps which notices the page itself shows and closes. */
function withoutWorker(): void {
  const keep = (what: string) => {
    const { dataset } = document.documentElement;
    dataset.notices = `${dataset.notices ?? ""} ${what};`;
  };
  Object.assign(navigator.serviceWorker, { getRegistration: async () => undefined });
  window.Notification = class extends Notification {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      keep(`shown: ${this.body}`);
    }
    override close(): void {
      super.close();
      keep(`closed: ${this.body}`);
    }
  };
}
