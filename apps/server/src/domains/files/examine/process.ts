// The examining process: looks at files that strangers made, away from the server's memory, keys and event loop.
import { examine } from "./examine.ts";
import type { Task } from "./finding.ts";

process.on("message", (task: Task) => {
  examine(task).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.send?.({ ready: true });
// Nobody is left to look for when the server is gone.
process.on("disconnect", () => process.exit());
