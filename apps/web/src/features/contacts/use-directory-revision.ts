import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client, useStore } from "../../app/live.ts";

const about = [
  "directory.departments",
  "directory.department",
  "directory.people",
  "directory.card",
  "directory.search",
] as const;

/** Grows whenever people or departments changed, after everything shown of them was declared stale. */
export function useDirectoryRevision(): number {
  const queries = useQueryClient();
  const changes = useStore(client.directoryChanges);
  const [revision, setRevision] = useState(changes);
  useEffect(() => {
    if (changes === revision) return;
    for (const name of about) void queries.invalidateQueries({ queryKey: [name] });
    setRevision(changes);
  }, [changes, revision, queries]);
  return revision;
}
