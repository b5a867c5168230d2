import { client } from "../../app/live.ts";
import { databaseName, isKept, markKept } from "./kept-mark.ts";

/** Goes on with uploads that a reload interrupted, and throws them away when the person signs out. */
export function watchUploads(): void {
  let known = client.session.getSnapshot().state === "signed_in";
  if (known && isKept()) resume();
  client.session.subscribe(() => {
    const { state } = client.session.getSnapshot();
    if (state === "signed_in" && !known && isKept()) resume();
    if (state === "signed_out" && isKept()) wipe();
    known = state === "signed_in";
  });
}

function resume(): void {
  void import("./engine.ts").then(({ restore }) => restore());
}

function wipe(): void {
  markKept(false);
  indexedDB.deleteDatabase(databaseName);
}
