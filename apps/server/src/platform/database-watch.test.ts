import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { watchDatabase } from "./database-watch.ts";
import { cloneDatabase } from "./postgres/testing.ts";

/** A way to the database that swallows everything, or is gone. */
async function openWay(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const host = url.searchParams.get("host");
  const target = host ? { path: join(host, `.s.PGSQL.${url.port}`) } : { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<Socket>();
  let swallows = false;
  const server: Server = createServer((from) => {
    const to = connect(target as never);
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    from.on("data", (bytes) => swallows || to.write(bytes));
    to.on("data", (bytes) => swallows || from.write(bytes));
    from.on("close", () => to.destroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  url.searchParams.delete("host");
  Object.assign(url, { hostname: "127.0.0.1", port: String(port) });
  return {
    url: url.href,
    swallow(on: boolean) {
      swallows = on;
    },
    async gone() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
    back: () => once(server.listen(port, "127.0.0.1"), "listening"),
  };
}

test("a database behind a network that swallows everything, or is gone, is missed once and found again", async () => {
  const database = await cloneDatabase();
  const way = await openWay(database.url);
  const told: string[] = [];
  const watch = watchDatabase({
    url: way.url,
    log: { warn: () => undefined },
    lost: () => void told.push("lost"),
    found: () => void told.push("found"),
    askEveryMs: 50,
    patienceMs: 600,
  });
  const comes = (what: string[]) => vi.waitFor(() => expect(told).toEqual(what), { timeout: 15_000 });
  await new Promise((wake) => setTimeout(wake, 1_000));
  expect(watch.answers()).toBe(true);
  way.swallow(true);
  await comes(["lost"]);
  expect(watch.answers()).toBe(false);
  way.swallow(false);
  await comes(["lost", "found"]);
  await way.gone();
  await comes(["lost", "found", "lost"]);
  await way.back();
  await comes(["lost", "found", "lost", "found"]);
  expect(watch.answers()).toBe(true);
  await watch.stop();
  await way.gone();
  await database.drop();
});
