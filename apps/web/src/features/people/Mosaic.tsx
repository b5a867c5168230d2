import type { PrincipalId } from "@qunxin/protocol";
import { usePeople } from "../../app/live.ts";
import { GroupAvatar } from "../../ui/index.ts";

/** A group's avatar out of its first members; grey squares until their names are there. */
export function Mosaic({ ids, size = 44 }: { ids: readonly PrincipalId[]; size?: number }) {
  const shown = ids.slice(0, 4);
  const people = usePeople(shown);
  const members = shown.map((id, index) => ({ id, name: people[index]?.name ?? "", url: people[index]?.avatarUrl }));
  return <GroupAvatar members={members} size={size} />;
}
