import type { PrincipalId } from "@qunxin/protocol";
import { client } from "../../../app/live.ts";
import { everyoneWords, type Picked } from "../composer/mention-text.ts";

/** Whom a written text mentions, as the composer holds it. */
export function pickedPeople(said: { text: string; mentions: readonly PrincipalId[]; mentionAll: boolean }): Picked[] {
  const people = said.mentions.flatMap((id): Picked[] => {
    const name = client.people.get(id)?.name;
    return name ? [{ id, name }] : [];
  });
  const word = everyoneWords.find((one) => said.text.includes(`@${one}`));
  return said.mentionAll && word ? [...people, { id: "all", name: word }] : people;
}
