import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";

const keys = { QUNXIN_S3_ACCESS_KEY_ID: "id", QUNXIN_S3_SECRET_ACCESS_KEY: "secret" };
const line = ["--s3-endpoint", "https://s3.example", "--s3-bucket", "qunxin"];

test("files go to an object storage when its address, bucket and keys are given", () => {
  expect(parseOptions(line, keys).s3).toEqual({
    endpoint: "https://s3.example",
    bucket: "qunxin",
    region: "us-east-1",
    accessKeyId: "id",
    secretAccessKey: "secret",
    directReads: false,
  });
  const env = {
    ...keys,
    QUNXIN_S3_ENDPOINT: "http://minio:9000",
    QUNXIN_S3_BUCKET: "chat",
    QUNXIN_S3_DIRECT_READS: "1",
  };
  expect(parseOptions([], { ...env, QUNXIN_S3_REGION: "cn-north-1" }).s3).toMatchObject({
    endpoint: "http://minio:9000",
    region: "cn-north-1",
    directReads: true,
  });
  expect(parseOptions([], keys).s3).toBeUndefined();
});

test.each([
  [["--s3-bucket", "qunxin"], keys, "--s3-endpoint"],
  [["--s3-endpoint", "s3.example", "--s3-bucket", "qunxin"], keys, "--s3-endpoint"],
  [["--s3-endpoint", "https://s3.example"], keys, "--s3-bucket"],
  [line, {}, "QUNXIN_S3_ACCESS_KEY_ID"],
])("%j is refused while something of it is missing", (args, env, named) => {
  expect(() => parseOptions(args, env)).toThrow(
    expect.objectContaining({ code: "start/option_invalid", message: expect.stringContaining(named) }),
  );
});
