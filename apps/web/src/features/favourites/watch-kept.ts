import type { KeepingEvent } from "@qunxin/protocol";
import type { QueryClient } from "@tanstack/react-query";
import type { UseNavigateResult } from "@tanstack/react-router";
import { client } from "../../app/live.ts";

const calls = {
  "favourites.changed": "favourites.list",
  "reminders.changed": "reminders.list",
  "reminder.due": "reminders.list",
  "scheduled.changed": "scheduled.list",
  "labels.changed": "labels.list",
} as const satisfies Record<KeepingEvent["type"], string>;

let watching = false;

/**
 * Keeps what is shown of favourites, reminders, scheduled messages and labels in step, and tells what comes due.
 * Further calls change nothing.
 */
export function watchKept(queries: QueryClient, navigate: UseNavigateResult<string>): void {
  if (watching) return;
  watching = true;
  const refresh = (call: string) => void queries.invalidateQueries({ queryKey: [call] });
  client.onKept((event) => {
    refresh(calls[event.type]);
    const due = event.type === "reminder.due" || (event.type === "scheduled.changed" && event.failed);
    // Its words come when there is something to say.
    if (due) void import("./tell-due.ts").then(({ tellDue }) => tellDue(event, navigate));
  });
  client.connection.subscribe(() => {
    if (client.connection.getSnapshot() === "online") new Set(Object.values(calls)).forEach(refresh);
  });
}
