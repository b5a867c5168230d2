import type { Brief, PrincipalId } from "@qunxin/protocol";
import type { Actor } from "../../platform/caller.ts";
import type { GroupsDeps } from "./deps.ts";

/** Names and avatars of people as the viewer may see them. The answered function knows the ids given. */
export async function briefsOf(
  { directory }: Pick<GroupsDeps, "directory">,
  viewer: Actor,
  ids: readonly PrincipalId[],
): Promise<(id: PrincipalId) => Brief> {
  const briefs = await directory.briefsVisibleTo(viewer, [...new Set(ids)]);
  const byId = new Map(briefs.map((brief) => [brief.id, brief]));
  return (id) => byId.get(id) ?? unknownPerson(id);
}

export async function briefOf(deps: Pick<GroupsDeps, "directory">, viewer: Actor, id: PrincipalId): Promise<Brief> {
  return (await briefsOf(deps, viewer, [id]))(id);
}

/** Somebody the viewer may not know of, such as the employee whose link an external person holds. */
function unknownPerson(id: PrincipalId): Brief {
  return { id, name: "", kind: "employee", status: "active", avatarUrl: null, note: null };
}
