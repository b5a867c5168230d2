import type { PrincipalId } from "@qunxin/protocol";
import { useContext } from "react";
import { usePeople, usePerson } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { NicknamesContext } from "../groups/use-nicknames.ts";
import type { NameOf } from "./entry-text.ts";

/** What to call the given people in sentences: oneself is 你. */
export function useNames(ids: readonly PrincipalId[]): NameOf {
  const t = useT();
  const me = useShell((state) => state.me?.id ?? null);
  const people = usePeople(ids);
  const nicknames = useContext(NicknamesContext);
  return (id, part = "subject") => {
    if (id === me) return t(part === "object" ? "chat.person.youObject" : "chat.person.you");
    return nicknames.get(id) ?? people[ids.indexOf(id)]?.name ?? t("chat.person.unknown");
  };
}

/** What to call somebody beside a message: the nickname in this group, else the real name. */
export function useShownName(id: PrincipalId | null): string {
  const t = useT();
  const person = usePerson(id);
  const nickname = useContext(NicknamesContext).get(id ?? ("" as PrincipalId));
  return nickname ?? person?.name ?? t("chat.person.unknown");
}
