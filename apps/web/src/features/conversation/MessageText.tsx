import type { MessageBody, PrincipalId } from "@qunxin/protocol";
import clsx from "clsx";
import { useContext } from "react";
import { usePeople } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { type Nicknames, NicknamesContext } from "../groups/use-nicknames.ts";
import { type MessagePart, messageParts } from "./message-parts.ts";

/** Text of a message with its links and mentions; line breaks and spaces as they were typed. */
export function MessageText({ text, mentions, mentionAll }: Pick<MessageBody, "text" | "mentions" | "mentionAll">) {
  const me = useShell((state) => state.me?.id);
  const people = usePeople(mentions);
  const nicknames = useContext(NicknamesContext);
  const mentioned = people.flatMap((person) => (person ? [{ id: person.id, name: person.name }] : []));
  return messageParts(text, mentioned, mentionAll).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change their order.
    <Part key={index} part={part} me={me} nicknames={nicknames} />
  ));
}

interface PartProps {
  part: MessagePart;
  me: PrincipalId | undefined;
  nicknames: Nicknames;
}

function Part({ part, me, nicknames }: PartProps) {
  switch (part.kind) {
    case "text":
      return part.text;
    case "link":
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="break-all text-brand-ink underline-offset-2 hover:underline"
        >
          {part.text}
        </a>
      );
    case "mention":
      return (
        <span
          className={clsx(
            "rounded-[4px] text-brand-ink",
            (part.id === me || part.id === "all") && "bg-brand-soft px-1 font-medium",
          )}
        >
          {mentionText(part, nicknames)}
        </span>
      );
  }
}

/** The text names people by their real names; where nicknames are in use, they are shown by those. */
function mentionText({ id, text }: Extract<MessagePart, { kind: "mention" }>, nicknames: Nicknames): string {
  const nickname = id === "all" ? undefined : nicknames.get(id);
  return nickname === undefined ? text : `@${nickname}`;
}
