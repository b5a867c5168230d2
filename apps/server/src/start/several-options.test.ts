import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";

test("workers and NATS servers come from the command line or the environment", () => {
  expect(parseOptions(["--workers", "4", "--nats-url", "nats://a:4222,nats://b:4222"], {})).toMatchObject({
    workers: 4,
    natsUrl: "nats://a:4222,nats://b:4222",
  });
  const env = { QUNXIN_WORKERS: "2", QUNXIN_NATS_URL: "tls://user:secret@bus.example.com:4222" };
  expect(parseOptions([], env)).toMatchObject({ workers: 2, natsUrl: env.QUNXIN_NATS_URL });
  expect(parseOptions([], { QUNXIN_WORKERS: "", QUNXIN_NATS_URL: "" }).workers).toBe(1);
});

test.each([
  ["--workers", "0"],
  ["--workers", "many"],
  ["--workers", "65"],
  ["--nats-url", "bus:4222"],
  ["--nats-url", "http://bus"],
])("%s %s is refused in one line", (option, value) => {
  expect(() => parseOptions([option, value], {})).toThrow(/--help/);
});
