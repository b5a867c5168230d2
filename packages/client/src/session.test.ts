import { Failure, type Me } from "@qunxin/protocol";
import { expect, test } from "vitest";
import type { HttpCall } from "./http.ts";
import { createSession } from "./session.ts";
import { type Timing, Unreachable } from "./transport.ts";

/** A server that answers as told, and timers that run when told to. */
function open(remembered: Me | null = null) {
  const timers: { ms: number; work: () => void }[] = [];
  const timing: Timing = {
    now: () => 0,
    random: () => 1,
    after(ms, work) {
      const timer = { ms, work };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
  };
  let answer: () => unknown = () => {
    throw new Unreachable();
  };
  const http = (async (name: string) => {
    const found = answer();
    return name === "company.status" ? { ready: true } : found;
  }) as unknown as HttpCall;
  const session = createSession(
    http,
    timing,
    () => undefined,
    async () => remembered,
  );
  return {
    session,
    pauses: () => timers.map(({ ms }) => ms),
    state: () => session.store.getSnapshot().state,
    answers(how: () => unknown) {
      answer = how;
    },
    /** Lets the pause pass, and the answer come. */
    async pass() {
      timers.shift()?.work();
      await new Promise((done) => setTimeout(done));
    },
  };
}

test("an unreachable server is asked again with growing pauses until it answers", async () => {
  const { session, pauses, pass, state, answers } = open();
  await session.start();
  const waited: number[] = [];
  for (let i = 0; i < 8; i++) {
    expect(state()).toBe("unreachable");
    waited.push(...pauses());
    await pass();
  }
  expect(waited).toEqual([400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000]);
  answers(() => ({ id: "ana" }) as unknown as Me);
  await pass();
  expect([state(), pauses()]).toEqual(["signed_in", []]);
});

test("a stopped client asks no more, and a woken one asks at once", async () => {
  const { session, pauses, pass, state, answers } = open();
  await session.start();
  session.stop();
  expect(pauses()).toEqual([]);
  await session.start();
  answers(() => ({ id: "ana" }));
  session.wake();
  await pass();
  expect([state(), pauses()]).toEqual(["signed_in", []]);
});

test("only the server's word that nobody is signed in ends a session: not that it is busy or stopping", async () => {
  const { session, state, answers } = open();
  answers(() => ({ id: "ana" }));
  await session.start();
  for (const code of ["server/busy", "server/stopping", "server/unexpected", "request/rate_limited"] as const) {
    answers(() => {
      throw new Failure(code);
    });
    await session.load();
    expect(state(), code).toBe("signed_in");
  }
  answers(() => {
    throw new Failure("identity/signed_out");
  });
  await session.load();
  expect(session.store.getSnapshot()).toEqual({ state: "signed_out", ended: true });
});

test("while the server is away whoever is remembered is shown, and confirmed or sent away once it answers", async () => {
  const ana = { id: "ana" } as unknown as Me;
  const { session, pass, pauses, answers } = open(ana);
  await session.start();
  expect(session.store.getSnapshot()).toEqual({ state: "signed_in", me: ana, confirmed: false });
  await pass();
  expect(pauses()).toEqual([800]);
  answers(() => ({ id: "ana", name: "安娜" }));
  await pass();
  expect(session.store.getSnapshot()).toMatchObject({ confirmed: true, me: { name: "安娜" } });
  expect(pauses()).toEqual([]);

  const other = open(ana);
  await other.session.start();
  other.answers(() => {
    throw new Failure("identity/signed_out");
  });
  await other.pass();
  expect(other.session.store.getSnapshot()).toEqual({ state: "signed_out", ended: true });
});

test("a server that takes its time is not waited for when somebody is remembered", async () => {
  const ana = { id: "ana" } as unknown as Me;
  const { session, pass, answers, state } = open(ana);
  const slow = Promise.withResolvers<Me>();
  answers(() => slow.promise);
  const started = session.start();
  await pass();
  await started;
  expect(session.store.getSnapshot()).toMatchObject({ state: "signed_in", confirmed: false });
  slow.resolve(ana);
  await new Promise((done) => setTimeout(done));
  expect([state(), session.store.getSnapshot()]).toMatchObject(["signed_in", { confirmed: true }]);
});
