import { drain } from "./drain.ts";
import { idle } from "./idle.ts";
import type { LoadJob, LoadResult } from "./jobs.ts";
import { measureReads } from "./reads.ts";
import { stall } from "./stall.ts";
import { talk } from "./talk.ts";

// A load process: takes one job, answers what it measured, and ends.
process.once("message", (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});

function run(job: LoadJob): Promise<LoadResult> {
  switch (job.kind) {
    case "talk":
      return talk(job);
    case "drain":
      return drain(job);
    case "reads":
      return measureReads(job);
    case "stall":
      return stall(job);
    case "idle":
      return idle(job);
    default:
      return job satisfies never;
  }
}
