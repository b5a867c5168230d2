import type { PrincipalId } from "@qunxin/protocol";
import { failureText } from "../../../app/failure-text.ts";
import { client } from "../../../app/live.ts";
import { toast } from "../../../ui/index.ts";
import type { MessagePlace } from "./file-source.ts";

/** Chooses these options of a poll; none takes the vote back. Answers whether it was taken. */
export function vote(place: MessagePlace, options: readonly number[]): Promise<boolean> {
  return done(client.call("messages.vote", { ...place, options: [...options] }));
}

export function closePoll(place: MessagePlace): Promise<boolean> {
  return done(client.call("messages.closePoll", { ...place }));
}

/** Writes or changes one's line of a chain; null takes it back. */
export function joinChain(place: MessagePlace, text: string | null): Promise<boolean> {
  return done(client.call("messages.joinChain", { ...place, text }));
}

function done(answer: Promise<unknown>): Promise<boolean> {
  return answer.then(
    () => true,
    (error: unknown) => {
      toast.error(failureText(error));
      return false;
    },
  );
}

/** Who chose each option, in the order of the options. */
export async function pollVoters(place: MessagePlace): Promise<readonly (readonly PrincipalId[])[]> {
  return (await client.call("messages.pollVoters", { ...place })).options;
}
