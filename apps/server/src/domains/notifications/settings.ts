import { defaultNotificationSettings, fail, type NotificationSettings, type PrincipalId } from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";
import type { UseCase } from "../../platform/caller.ts";
import type { NotificationsDeps } from "./deps.ts";
import { readSettings, saveSettings } from "./settings-store.ts";

/** Somebody's settings for notices changed. */
export const notificationsChanged = topic<{ readonly personId: PrincipalId }>("notifications.changed");

type SettingsDeps = Pick<NotificationsDeps, "reading" | "transact" | "bus" | "company">;

/** What is stored, over what is usual in the company's zone. */
export async function settingsOf(
  { reading, company }: Pick<SettingsDeps, "reading" | "company">,
  personId: PrincipalId,
): Promise<NotificationSettings> {
  const stored = (await readSettings(reading, [personId])).get(personId);
  return completeSettings(stored, (await company.info())?.timeZone);
}

/** Settings with every part that is not stored as usual. */
export function completeSettings(
  stored: Partial<NotificationSettings> | undefined,
  timeZone = defaultNotificationSettings.timeZone,
): NotificationSettings {
  return { ...defaultNotificationSettings, timeZone, ...stored };
}

/** `notifications.settings` */
export function get(deps: SettingsDeps): UseCase<"notifications.settings"> {
  return async (_args, actor) => ({
    settings: await settingsOf(deps, actor.id),
    policy: (await deps.company.policy()).notifications,
  });
}

/** `notifications.set` */
export function set(deps: SettingsDeps): UseCase<"notifications.set"> {
  return async (change, actor) => {
    if (change.timeZone !== undefined && !isTimeZone(change.timeZone)) fail("notifications/time_zone");
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    await deps.transact(async (tx) => {
      await saveSettings(tx, actor.id, given);
      tx.afterCommit(() => deps.bus.publish(notificationsChanged, { personId: actor.id }));
    });
    return {
      settings: await settingsOf(deps, actor.id),
      policy: (await deps.company.policy()).notifications,
    };
  };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
