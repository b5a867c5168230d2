import { Failure, type PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { createSharedSocket } from "./shared-socket.ts";
import type { Connection, Socket, SocketNews } from "./socket.ts";
import { createStore } from "./store.ts";
import { createTabs, type Sharing, type SharingTab } from "./tabs.ts";
import type { Timing } from "./transport.ts";

/** A browser whose tabs hear each other at once; the longest open one leads. */
function openBrowser() {
  const tabs: SharingTab[] = [];
  const made: {
    calls: [string, unknown][];
    news: SocketNews;
    connection: ReturnType<typeof createStore<Connection>>;
  }[] = [];
  const timers = new Set<() => void>();
  const timing: Timing = {
    now: () => 0,
    random: () => 0,
    after(_, work) {
      timers.add(work);
      return () => void timers.delete(work);
    },
  };
  /** `frozen`: the leading tab hears nothing. `slow`: the server does not answer. */
  const state = { frozen: false, slow: false };

  const sharing: Sharing = {
    join(_owner, tab) {
      tabs.push(tab);
      if (tabs.length === 1) tab.led();
      const leave = () => {
        const led = tabs[0] === tab;
        tabs.splice(tabs.indexOf(tab), 1);
        if (led) tabs[0]?.led();
      };
      return {
        post: (message) => {
          for (const other of tabs) {
            if (other !== tab && !(state.frozen && other === tabs[0])) other.heard(structuredClone(message));
          }
        },
        takeOver() {
          tabs.splice(tabs.indexOf(tab), 1);
          tabs[0]?.relieved();
          tabs.unshift(tab);
          tab.led();
        },
        leave,
      };
    },
  };

  /** A socket that is online as soon as it is started, and answers with its number. */
  function ownSocket(news: SocketNews): Socket {
    const connection = createStore<Connection>("offline");
    const calls: [string, unknown][] = [];
    made.push({ calls, news, connection });
    const number = made.length;
    return {
      connection,
      start() {
        connection.set("online");
        news.online();
      },
      stop: () => connection.set("offline"),
      wake: () => undefined,
      async call(name, input) {
        calls.push([name, input]);
        if (state.slow) return new Promise(() => undefined);
        if (name === "refused") throw new Failure("messages/muted", { mutedUntil: "tomorrow" });
        return name === "presence.watch" ? { online: (input as { ids: string[] }).ids } : { by: number };
      },
    };
  }

  function openTab() {
    const heard: string[] = [];
    const note = (what: string) => () => void heard.push(what);
    const news: SocketNews = {
      online: note("online"),
      entries: ({ c }) => heard.push(`entries ${c}`),
      gap: note("gap"),
      event: note("event"),
      signedOut: note("signedOut"),
      refused: note("refused"),
    };
    const tabsOf = createTabs(sharing);
    const socket = createSharedSocket(ownSocket, tabsOf, timing, news);
    tabsOf.join("lin");
    socket.start();
    return {
      heard,
      socket,
      close() {
        socket.stop();
        tabsOf.leave();
      },
      crash: tabsOf.leave,
    };
  }

  const opened = () => made.filter(({ connection }) => connection.getSnapshot() === "online").length;
  const pass = () => {
    for (const work of [...timers]) work();
  };
  return { openTab, made, opened, pass, state };
}

test("one tab opens a socket; the others hear what it brings, are answered through it, and are told what fails", async () => {
  const { openTab, made, opened } = openBrowser();
  const [first, second] = [openTab(), openTab()];
  expect(opened()).toBe(1);
  expect(second.socket.connection.getSnapshot()).toBe("online");
  made[0]?.news.entries({ k: "entries", c: "group" as never, e: [] });
  expect(first.heard).toEqual(["online", "entries group"]);
  expect(second.heard).toEqual(["online", "entries group"]);
  expect(await second.socket.call("conversations.get", {})).toEqual({ by: 1 });
  await expect(second.socket.call("refused", {})).rejects.toMatchObject({ code: "messages/muted" });
});

test("when the leading tab is gone the next one opens a socket, and the others catch up by it", async () => {
  const { openTab, opened, made } = openBrowser();
  const [first, second, third] = [openTab(), openTab(), openTab()];
  first.close();
  expect(opened()).toBe(1);
  expect(second.heard).toEqual(["online", "online"]);
  expect(third.heard).toEqual(["online", "online"]);
  expect(await third.socket.call("conversations.get", {})).toEqual({ by: 2 });
  made[1]?.news.signedOut();
  expect(third.heard.at(-1)).toBe("signedOut");
});

test("a call on its way through a tab that crashes fails as unreachable, so that it is made again", async () => {
  const { openTab, state } = openBrowser();
  const [first, second] = [openTab(), openTab()];
  state.slow = true;
  const call = second.socket.call("conversations.get", {});
  first.crash();
  await expect(call).rejects.toThrow("cannot be reached");
});

test("a leader that says nothing is relieved, and hears what the new one brings", () => {
  const { openTab, made, opened, pass, state } = openBrowser();
  const [first, second] = [openTab(), openTab()];
  second.socket.wake();
  pass();
  expect(made[1]?.connection.getSnapshot()).toBe("offline");
  state.frozen = true;
  second.socket.wake();
  pass();
  state.frozen = false;
  expect([opened(), made[1]?.connection.getSnapshot()]).toEqual([1, "online"]);
  first.socket.wake();
  expect(first.socket.connection.getSnapshot()).toBe("online");
});

test("the socket watches whom all tabs look at; each tab is told of its own", async () => {
  const { openTab, made } = openBrowser();
  const [first, second] = [openTab(), openTab()];
  const watch = (ids: string[]) => ({ ids: ids as PrincipalId[] });
  await first.socket.call("presence.watch", watch(["ana"]));
  expect(await second.socket.call("presence.watch", watch(["bo", "wei"]))).toEqual({ online: ["bo", "wei"] });
  expect(made[0]?.calls.at(-1)).toEqual(["presence.watch", { ids: ["bo", "wei", "ana"] }]);
  second.close();
  await first.socket.call("presence.watch", watch(["ana"]));
  expect(made[0]?.calls.at(-1)).toEqual(["presence.watch", { ids: ["ana"] }]);
});
