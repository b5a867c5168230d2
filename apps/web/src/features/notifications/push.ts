import { client } from "../../app/live.ts";

/** Whether this browser can take pushes, and does. `denied`: the person said no in the browser. */
export type PushState = "unsupported" | "denied" | "off" | "on";

export async function pushState(): Promise<PushState> {
  if (!("PushManager" in window) || !("Notification" in window)) return "unsupported";
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await registration.pushManager.getSubscription()) ? "on" : "off";
}

/** Asks the person, subscribes this browser and tells the server. Call it from a click only. */
export async function turnPushOn(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== "granted") return pushState();
  const registration = await navigator.serviceWorker.ready;
  const { key } = await client.call("notifications.pushKey", {});
  // A subscription made with another key is of no use to the server.
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  await tellServer(await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  return "on";
}

export async function turnPushOff(): Promise<PushState> {
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await client.call("notifications.unsubscribePush", {});
  return pushState();
}

/** The session may be another one than when this browser subscribed. */
export async function renewPush(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  if (subscription) await tellServer(subscription);
}

async function tellServer(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  if (!endpoint || !keys?.p256dh || !keys.auth) return;
  await client.call("notifications.subscribePush", { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
}
