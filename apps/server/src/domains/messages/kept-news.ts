import type { KeepingEvent, PrincipalId } from "@qunxin/protocol";
import { topic } from "../../platform/bus.ts";

/** What somebody keeps changed; all their devices are told. */
export const keptChanged = topic<{ readonly personId: PrincipalId; readonly event: KeepingEvent }>(
  "messages.kept_changed",
  // A message may be too long to travel between processes; devices then ask for it.
  ({ personId, event }) => ({
    personId,
    event: event.type === "reminder.due" ? { ...event, reminder: { ...event.reminder, entry: null } } : event,
  }),
);
