import type { PrincipalId } from "@qunxin/protocol";
import { newsLost } from "../../platform/bus.ts";
import { directoryChanged } from "../directory/index.ts";
import type { MessagesDeps } from "./deps.ts";

/** Whether somebody is active, from memory; every change of the directory makes it look again. */
export function createPeers({ reading, bus, directory }: Pick<MessagesDeps, "reading" | "bus" | "directory">) {
  const known = new Map<PrincipalId, Promise<boolean>>();
  bus.subscribe(directoryChanged, ({ ids }) => {
    if (ids.length === 0) known.clear();
    for (const id of ids) known.delete(id);
  });
  bus.subscribe(newsLost, () => known.clear());
  return (id: PrincipalId): Promise<boolean> => {
    const found = known.get(id);
    if (found) return found;
    if (known.size >= remembered) known.delete(known.keys().next().value as PrincipalId);
    const asked = directory.person(reading, id).then((person) => person?.status === "active");
    known.set(id, asked);
    asked.catch(() => known.delete(id));
    return asked;
  };
}

export type IsActive = ReturnType<typeof createPeers>;

const remembered = 20_000;
