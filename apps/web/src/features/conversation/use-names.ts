import type { PrincipalId } from "@qunxin/protocol";
import { usePeople } from "../../app/live.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import type { NameOf } from "./entry-text.ts";

/** What to call the given people in sentences: oneself is 你. */
export function useNames(ids: readonly PrincipalId[]): NameOf {
  const t = useT();
  const me = useShell((state) => state.me?.id ?? null);
  const people = usePeople(ids);
  return (id, part = "subject") => {
    if (id === me) return t(part === "object" ? "chat.person.youObject" : "chat.person.you");
    return people[ids.indexOf(id)]?.name ?? t("chat.person.unknown");
  };
}
