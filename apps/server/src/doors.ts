import type { AddressInfo } from "node:net";
import { fail } from "@qunxin/protocol";
import server from "../package.json" with { type: "json" };
import type { Parts, ServerOptions } from "./main.ts";
import { newsLost } from "./platform/bus.ts";
import type { UseCases } from "./platform/caller.ts";
import { type DatabaseWatch, watchDatabase } from "./platform/database-watch.ts";
import type { Health } from "./platform/readiness.ts";
import { createDispatch, type Dispatch } from "./transports/dispatch.ts";
import { type CallDoor, createHttpApp, type HttpApp } from "./transports/http/app.ts";
import { createRefusals } from "./transports/refusals.ts";
import { createSockets } from "./transports/ws/index.ts";

const { version } = server;

/**
 * Opens HTTP and sockets on one port, as far as the roles ask for them, and the administration on another where that is
 * wanted; a mere worker has no door.
 */
export async function openDoors(parts: Parts, options: ServerOptions, asked: Health) {
  const { host, port, admin, log, roles } = options;
  const watch = watchOver(parts, options, () => sockets.dismiss());
  const refusals = createRefusals({ log, clock: parts.clock });
  const dispatch = createDispatch({
    useCases: useCasesOf(parts),
    async ready() {
      refuseWithoutDatabase(watch);
      return (await parts.company.info()) !== null;
    },
    log,
    refusals,
    checkOutput: options.checkOutput ?? false,
  });
  const { sessionsAlive } = parts.identity;
  const authenticate = (token: string) => {
    refuseWithoutDatabase(watch);
    return parts.identity.authenticate(token);
  };
  const authenticateHashed = (tokenHash: string) => {
    refuseWithoutDatabase(watch);
    return parts.identity.authenticateHashed(tokenHash);
  };
  const sockets = createSockets({
    ...{ ...parts, dispatch, authenticateHashed, sessionsAlive },
    ...{ logger: log, refusals, version },
  });
  parts.messagePorts.live = sockets.live;
  const calls = roles.includes("http") ? { ...callDoor(parts, dispatch, options), authenticate } : null;
  if (calls) parts.files.start();
  const health = whileAnswered(watch, asked);
  const routes: string[] = [];
  const doors: HttpApp[] = [];

  async function open(at: { host: string; port: number }, administration: boolean): Promise<string> {
    const onRoute = (route: string) => void routes.push(route);
    const first = doors.length === 0;
    const door = await createHttpApp({ calls, administration, health, log, refusals, ...(first && { onRoute }) });
    doors.push(door);
    const { app } = door;
    if (roles.includes("ws")) sockets.attach(app.server, administration);
    await app.listen(at);
    return `http://${shownHost(at.host)}:${(app.server.address() as AddressInfo).port}`;
  }
  const listens = roles.includes("http") || roles.includes("ws");
  return {
    url: listens ? await open({ host, port }, !admin) : "",
    adminUrl: listens && admin ? await open(admin, true) : null,
    routes,
    drain: async () => void (await Promise.all([sockets.drain(), ...doors.map((door) => door.drain())])),
    async close() {
      await sockets.stop();
      parts.messages.stop();
      await Promise.all(doors.map(({ app }) => app.close()));
      refusals.close();
      await watch.stop();
    },
  };
}

/** A node that cannot reach the database cannot know anything: it breaks what waits for it, and holds no sockets. */
function watchOver({ sever, bus }: Parts, { databaseUrl, log }: ServerOptions, dismiss: () => void): DatabaseWatch {
  return watchDatabase({
    url: databaseUrl,
    log,
    lost() {
      sever();
      dismiss();
    },
    // What was being stored when it fell silent may stand there, and nobody was told.
    found: () => bus.publish(newsLost, { deaf: false }),
  });
}

/** A question to the database hangs while the line to it is dead; what its watch knows is answered at once. */
function whileAnswered(watch: DatabaseWatch, { healthy, readiness }: Health): Health {
  return {
    healthy: async () => watch.answers() && (await healthy()),
    readiness: {
      ...readiness,
      ask: async () => (watch.answers() ? readiness.ask() : ["database_unreachable"]),
    },
  };
}

/** @throws server/busy */
function refuseWithoutDatabase(watch: DatabaseWatch): void {
  if (!watch.answers()) fail("server/busy", { retryAfterMs: 1_000 });
}

function callDoor(parts: Parts, dispatch: Dispatch, { webDir, callRates: rates }: ServerOptions): CallDoor {
  const { files, identity, messages } = parts;
  const { authenticate, initialPasswords } = identity;
  const directoryFiles = { ...parts.directory, initialPasswords };
  return { dispatch, authenticate, directoryFiles, files, confirmations: messages.confirmations, webDir, rates };
}

/** What a person on this machine types for the address the server listens on. */
function shownHost(host: string): string {
  if (["0.0.0.0", "127.0.0.1", "::"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function useCasesOf({ company, directory, identity, files, groups, messages, ...parts }: Parts): UseCases {
  const { links, search, notifications, onboarding } = parts;
  return {
    ...company.useCases,
    ...onboarding.useCases,
    ...identity.useCases,
    ...directory.useCases,
    ...files.useCases,
    ...groups.useCases,
    ...messages.useCases,
    ...links.useCases,
    ...search.useCases,
    ...notifications.useCases,
  } satisfies UseCases;
}
