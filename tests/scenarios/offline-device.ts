import {
  type Cache,
  type Client,
  createClient,
  type Sharing,
  type SharingTab,
  type SocketLike,
  type Transport,
} from "@qunxin/client";
import { type NodeTransport, nodeTransport } from "@qunxin/client/node";
import { until } from "@qunxin/testkit";

/** A network that can be away, lose requests and answers, and be taken from a process that was killed. */
export interface Network extends Transport {
  down(): void;
  up(): void;
  /** Loses so large a share of requests, and as many answers. */
  lose(share: number, random: () => number): void;
  /** Names of all calls made so far, over HTTP and sockets. */
  readonly calls: string[];
}

export function networkOf(inner: NodeTransport): Network {
  let away = false;
  let share = 0;
  let random = () => 1;
  const calls: string[] = [];
  const lost = () => away || random() < share;
  return {
    calls,
    async fetch(url, init) {
      if (lost()) throw new Error("lost on the way there");
      calls.push(url.split("/api/")[1] ?? url);
      const answer = await inner.fetch(url, init);
      if (lost()) throw new Error("lost on the way back");
      return answer;
    },
    openSocket(url) {
      if (away) throw new Error("no network");
      return counted(inner.openSocket(url), calls);
    },
    down() {
      away = true;
      inner.cutSockets();
    },
    up() {
      away = false;
    },
    lose(next, chance) {
      [share, random] = [next, chance];
      if (chance() < next) inner.cutSockets();
    },
  };
}

function counted(socket: SocketLike, calls: string[]): SocketLike {
  const send = socket.send.bind(socket);
  socket.send = (text) => {
    calls.push((JSON.parse(text) as { call: string }).call);
    send(text);
  };
  return socket;
}

export interface OfflineDevice {
  readonly client: Client;
  readonly network: Network;
  /** Ends the process without a chance to tidy up: nothing is sent, kept or heard from now on. */
  kill(): void;
}

/** A device whose records are in that cache; another one on the same cache is its next life. */
export function deviceOn(url: string, token: string, cache: Cache, sharing?: Sharing): OfflineDevice {
  let alive = true;
  const network = networkOf(nodeTransport({ bearer: token }));
  const mortal: Cache = {
    ...cache,
    claim: async (owner) => void (alive && (await cache.claim(owner))),
    write: async (owner, changes) => void (alive && (await cache.write(owner, changes))),
    wipe: async () => void (alive && (await cache.wipe())),
  };
  const client = createClient({ baseUrl: url, transport: network, cache: mortal, ...(sharing && { sharing }) });
  return {
    client,
    network,
    kill() {
      alive = false;
      network.down();
      void client.stop();
    },
  };
}

/** Starts the client and waits until it has caught up with the server. */
export async function online({ client }: OfflineDevice): Promise<void> {
  await client.start();
  client.wake();
  await until("the device to be online", () => {
    const session = client.session.getSnapshot();
    if (session.state !== "signed_in" || !session.confirmed) return `the session is ${JSON.stringify(session)}`;
    return client.connection.getSnapshot() === "online" ? null : "the socket";
  });
}

/** The tabs of one browser: the longest open one leads. */
export function browserOf(): Sharing {
  const tabs: SharingTab[] = [];
  const remove = (tab: SharingTab) => {
    const led = tabs[0] === tab;
    tabs.splice(tabs.indexOf(tab), 1);
    if (led) queueMicrotask(() => tabs[0]?.led());
  };
  return {
    join(_owner, tab) {
      tabs.push(tab);
      if (tabs.length === 1) queueMicrotask(() => tab.led());
      return {
        post(message) {
          const copy = JSON.stringify(message);
          for (const other of tabs) if (other !== tab) queueMicrotask(() => other.heard(JSON.parse(copy)));
        },
        takeOver: () => undefined,
        leave: () => void (tabs.includes(tab) && remove(tab)),
      };
    },
  };
}
