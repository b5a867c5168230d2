import type { S3Options } from "../domains/files/index.ts";
import { StartProblem } from "../platform/postgres/index.ts";

interface Given {
  "s3-endpoint"?: string | undefined;
  "s3-bucket"?: string | undefined;
  "s3-region"?: string | undefined;
  "s3-direct-reads"?: boolean | undefined;
}

/**
 * Where the bytes of files go when not into the data folder; undefined for the folder. Keys come from the environment
 * only: a command line is seen by everybody on the machine.
 * @throws start/option_invalid when something is missing
 */
export function parseS3(given: Given, env: Record<string, string | undefined>): S3Options | undefined {
  const endpoint = given["s3-endpoint"] ?? env.QUNXIN_S3_ENDPOINT;
  const bucket = given["s3-bucket"] ?? env.QUNXIN_S3_BUCKET;
  if (!endpoint && !bucket) return undefined;
  if (!endpoint || !URL.canParse(endpoint) || !/^https?:/.test(endpoint)) {
    throw invalid("--s3-endpoint must be the http(s) address of the object storage");
  }
  if (!bucket || !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw invalid("--s3-bucket must name a bucket");
  const accessKeyId = env.QUNXIN_S3_ACCESS_KEY_ID;
  const secretAccessKey = env.QUNXIN_S3_SECRET_ACCESS_KEY;
  if (!accessKeyId || !secretAccessKey) {
    throw invalid("QUNXIN_S3_ACCESS_KEY_ID and QUNXIN_S3_SECRET_ACCESS_KEY must be set for the object storage");
  }
  return {
    endpoint,
    bucket,
    region: given["s3-region"] || env.QUNXIN_S3_REGION || "us-east-1",
    accessKeyId,
    secretAccessKey,
    directReads: given["s3-direct-reads"] ?? env.QUNXIN_S3_DIRECT_READS === "1",
  };
}

function invalid(sentence: string): StartProblem {
  return new StartProblem("start/option_invalid", `${sentence}. See npm start -- --help.`);
}
