import { expect, test } from "vitest";
import { parseOptions } from "./options.ts";

test("without options everything runs on port 3000 of this machine only, in the folder data of the checkout", () => {
  expect(parseOptions([], {})).toEqual({
    port: 3000,
    host: "127.0.0.1",
    dataDir: expect.stringMatching(/[/\\]data$/),
    roles: ["http", "ws", "worker"],
    workers: 1,
    demo: false,
    help: false,
    logLevel: "warn",
  });
});

test("options are read from the command line", () => {
  const line =
    "--port 4000 --host 127.0.0.1 --data=/srv/qunxin --database-url postgresql://db/q --roles ws,http --demo";
  expect(parseOptions(line.split(" "), {})).toMatchObject({
    port: 4000,
    host: "127.0.0.1",
    dataDir: "/srv/qunxin",
    databaseUrl: "postgresql://db/q",
    roles: ["ws", "http"],
    demo: true,
  });
});

test("options are read from the environment, and the command line wins over it", () => {
  const env = {
    PORT: "1",
    QUNXIN_PORT: "4000",
    QUNXIN_HOST: "::1",
    QUNXIN_DATA: "/srv/qunxin",
    DATABASE_URL: "postgresql://db/q",
    QUNXIN_ROLES: "worker",
    QUNXIN_DEMO: "1",
    QUNXIN_LOG: "debug",
  };
  expect(parseOptions([], env)).toMatchObject({
    port: 4000,
    host: "::1",
    dataDir: "/srv/qunxin",
    databaseUrl: "postgresql://db/q",
    roles: ["worker"],
    demo: true,
    logLevel: "debug",
  });
  expect(parseOptions(["--port", "5000", "--roles", "http"], env)).toMatchObject({ port: 5000, roles: ["http"] });
  expect(parseOptions([], { PORT: "8080" })).toMatchObject({ port: 8080 });
});

test("either of its options gives the administration a door of its own, which must not be everybody's", () => {
  expect(parseOptions(["--admin-port", "4001"], {}).admin).toEqual({ host: "127.0.0.1", port: 4001 });
  const env = { QUNXIN_HOST: "0.0.0.0", QUNXIN_ADMIN_HOST: "10.0.0.5", QUNXIN_ADMIN_PORT: "" };
  expect(parseOptions([], env).admin).toEqual({ host: "10.0.0.5", port: 3000 });
  expect(parseOptions(["--admin-port", "9"], { ...env, QUNXIN_ADMIN_PORT: "8" }).admin?.port).toBe(9);
  expect(() => parseOptions(["--port", "4000", "--admin-port", "4000"], {})).toThrow(/another address or port/);
  expect(() => parseOptions(["--admin-port", "x"], {})).toThrow(/--help/);
});

test("an empty variable counts as not given", () => {
  const empty = { QUNXIN_PORT: "", QUNXIN_DATA: "", DATABASE_URL: "", QUNXIN_DEMO: "" };
  expect(parseOptions([], empty)).toEqual(parseOptions([], {}));
});

test("a relative data folder counts from where npm was called", () => {
  expect(parseOptions(["--data", "chat"], { INIT_CWD: "/home/lin" }).dataDir).toBe("/home/lin/chat");
});

test.each([
  [["--prot", "4000"], "start/option_unknown", "--prot"],
  [["4000"], "start/option_unknown", "4000"],
  [["--port"], "start/option_invalid", "--port"],
  [["--port", "http"], "start/option_invalid", "http"],
  [["--port", "70000"], "start/option_invalid", "70000"],
  [["--roles", "http,mail"], "start/option_invalid", "mail"],
])("%j is refused with %s", (args, code, named) => {
  expect(() => parseOptions(args, {})).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(new RegExp(`${named}.*--help\\.$`)) }),
  );
});

test("a switch or level in the environment that is neither on nor off is refused by name", () => {
  expect(() => parseOptions([], { QUNXIN_DEMO: "maybe" })).toThrow("QUNXIN_DEMO");
  expect(() => parseOptions([], { QUNXIN_LOG: "loud" })).toThrow("QUNXIN_LOG");
});
