import * as z from "zod/mini";
import { call } from "./call.ts";
import { Policy } from "./company.ts";

/** What of a conversation one is told: everything, only what mentions oneself, or nothing (but what is urgent). */
export const NotifyLevel = z.enum(["all", "mentions", "none"]);
export type NotifyLevel = z.infer<typeof NotifyLevel>;

const TimeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** How somebody wants to be notified, on all devices alike. */
export const NotificationSettings = z.object({
  /** Notices outside the page; off: only what the page itself shows. */
  desktop: z.boolean(),
  sound: z.boolean(),
  /** Notices say what was written; off: only from whom. */
  preview: z.boolean(),
  /** 勿扰时段: from–to on the days (0 is Sunday) on which it begins; `from` after `to` ends the next day. */
  quiet: z.object({
    on: z.boolean(),
    from: TimeOfDay,
    to: TimeOfDay,
    days: z.array(z.int().check(z.minimum(0), z.maximum(6))).check(z.maxLength(7)),
  }),
  /** IANA zone of the quiet times. */
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
  pausedUntil: z.nullable(z.iso.datetime()),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const defaultNotificationSettings: NotificationSettings = {
  desktop: true,
  sound: true,
  preview: true,
  quiet: { on: false, from: "22:00", to: "08:00", days: [0, 1, 2, 3, 4, 5, 6] },
  timeZone: "Asia/Shanghai",
  pausedUntil: null,
};

const answer = z.object({
  settings: NotificationSettings,
  /** What the company says about notices. */
  policy: Policy.shape.notifications,
});

export const notificationCalls = {
  "notifications.settings": call({
    summary: "How one wants to be notified, and what the company says about it.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: answer,
    errors: [],
  }),
  "notifications.set": call({
    summary: "Changes one's own settings for notices, on all devices. Idempotent by nature.",
    access: "signed_in",
    kind: "write",
    input: z.partial(NotificationSettings),
    output: answer,
    errors: ["notifications/time_zone"],
  }),
  "notifications.pushKey": call({
    summary: "The installation's public key for Web Push, in base64url.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: z.object({ key: z.string() }),
    errors: [],
  }),
  "notifications.subscribePush": call({
    summary:
      "Takes pushes with this browser until its session ends; replaces what the session took before. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({
      endpoint: z.string().check(z.minLength(1), z.maxLength(2_000)),
      keys: z.object({
        /** The browser's public key and secret, in base64url. */
        p256dh: z.string().check(z.regex(/^[A-Za-z0-9_-]{86,90}=*$/)),
        auth: z.string().check(z.regex(/^[A-Za-z0-9_-]{21,24}=*$/)),
      }),
    }),
    output: z.object({}),
    errors: ["notifications/push_endpoint"],
  }),
  "notifications.unsubscribePush": call({
    summary: "Takes no pushes with this session any more. Idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
} as const;
