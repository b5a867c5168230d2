import type { MessageState } from "@qunxin/protocol";
import { create } from "zustand";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { toast } from "../../../ui/index.ts";
import { useActing } from "../acts/acting.ts";
import { rememberEmoji } from "../composer/emoji.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { type Reaction, withWishes } from "./reaction-wishes.ts";

/** By the time a stored act is told of, its wish is no longer needed. */
const forgottenAfterMs = 3_000;
const keyOf = (place: MessagePlace, emoji: string) => `${place.conversationId}/${place.seq}/${emoji}`;

/** What the person wants and the server may not have told yet: emoji on or off by `keyOf`. */
const useWishes = create<Readonly<Record<string, boolean>>>(() => ({}));

/** Puts one's emoji on a message or takes it away; shown at once, taken back when the server refuses. */
export async function react(place: MessagePlace, emoji: string, on: boolean): Promise<void> {
  const key = keyOf(place, emoji);
  if (on) rememberEmoji(emoji);
  useWishes.setState({ [key]: on });
  useActing.setState(({ reacted }) => ({ reacted: new Set(reacted).add(place.seq) }));
  try {
    await client.call("messages.react", { conversationId: place.conversationId, seq: place.seq, emoji, on });
    setTimeout(() => forget(key, on), forgottenAfterMs);
  } catch (error) {
    forget(key, on);
    toast.error(failureText(error));
  }
}

/** The reactions of a message as the person expects them. */
export function useReactions(place: MessagePlace, state: MessageState | undefined): readonly Reaction[] {
  const wishes = useWishes();
  return withWishes(state?.reactions ?? [], (emoji) => wishes[keyOf(place, emoji)], wishedFor(place, wishes));
}

function wishedFor(place: MessagePlace, wishes: Readonly<Record<string, boolean>>): string[] {
  const start = keyOf(place, "");
  return Object.keys(wishes).flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
}

function forget(key: string, on: boolean): void {
  const { [key]: wish, ...others } = useWishes.getState();
  if (wish === on) useWishes.setState(others, true);
}
