import { expect, test } from "./stage.ts";

test.use({ serviceWorkers: "allow", permissions: ["notifications"] });

test("A push is shown while no page is in front, replaced by the next of its conversation, and withdrawn", async ({
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
  const push = (seq: number, body: string, kind = "message") =>
    devtools.send("ServiceWorker.deliverPushMessage", {
      origin: company.url,
      registrationId,
      data: JSON.stringify({ kind, conversationId, seq, title: "推送到达", body, urgent: false, unread: 1 }),
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
});
