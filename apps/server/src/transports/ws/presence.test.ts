import type { PrincipalId } from "@qunxin/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Bus, createLocalBus } from "../../platform/bus.ts";
import { movableClock } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { Connection } from "./connection.ts";
import { createPresence } from "./presence.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const clock = movableClock(new Date("2026-03-02T02:00:00Z"));

/** A node of the installation: whoever is put in or taken out has or loses a device there. */
function openNode(bus: Bus) {
  const here = new Map<PrincipalId, Set<Connection>>();
  const told: [id: PrincipalId, online: boolean][] = [];
  const none: ReadonlySet<Connection> = new Set();
  const hub = { of: (id: PrincipalId) => here.get(id) ?? none };
  const presence = createPresence({ hub, bus, clock, changed: (id, online) => void told.push([id, online]) });
  return {
    ...presence,
    told,
    put(personId: PrincipalId, devices = 1) {
      const own = here.get(personId) ?? new Set();
      for (let device = 0; device < devices; device++) own.add({ personId } as Connection);
      here.set(personId, own);
      for (let device = 0; device < devices; device++) presence.came(personId);
    },
    take(personId: PrincipalId) {
      here.delete(personId);
      presence.went(personId);
    },
  };
}

function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 5_000) {
    clock.moveBy(5_000);
    vi.advanceTimersByTime(5_000);
  }
}

test("somebody with devices at two nodes is online until the last one went, and it is told once each", () => {
  const bus = createLocalBus();
  const [one, two, watching] = [openNode(bus), openNode(bus), openNode(bus)];
  const ana = newId<PrincipalId>();
  one.put(ana);
  two.put(ana);
  one.take(ana);
  expect([one.online(ana), two.online(ana), watching.online(ana)]).toEqual([true, true, true]);
  two.take(ana);
  for (const node of [one, two, watching]) {
    expect(node.online(ana)).toBe(false);
    expect(node.told).toEqual([
      [ana, true],
      [ana, false],
    ]);
    node.stop();
  }
});

test("two devices that connect at the same moment are told of once, at every node", () => {
  const bus = createLocalBus();
  const [one, watching] = [openNode(bus), openNode(bus)];
  const ana = newId<PrincipalId>();
  one.put(ana, 2);
  one.take(ana);
  for (const node of [one, watching]) {
    expect(node.told).toEqual([
      [ana, true],
      [ana, false],
    ]);
    node.stop();
  }
});

test("a node that starts later learns at once who is online at the others", () => {
  const bus = createLocalBus();
  const first = openNode(bus);
  const many = Array.from({ length: 400 }, () => newId<PrincipalId>());
  for (const id of many) first.put(id);
  const late = openNode(bus);
  expect(many.every(late.online)).toBe(true);
  for (const node of [first, late]) node.stop();
});

test("people of a node that died are offline after a while; those of a living one never", () => {
  const bus = createLocalBus();
  const [living, dying, watching] = [openNode(bus), openNode(bus), openNode(bus)];
  const [ana, bo] = [newId<PrincipalId>(), newId<PrincipalId>()];
  living.put(ana);
  dying.put(bo);
  // Killed: it says nothing any more, not even that its people went.
  dying.stop();
  pass(15_000);
  expect([watching.online(ana), watching.online(bo)]).toEqual([true, true]);
  pass(15_000);
  expect([watching.online(ana), watching.online(bo)]).toEqual([true, false]);
  pass(600_000);
  expect([watching.online(ana), watching.online(bo)]).toEqual([true, false]);
  expect(watching.told).toEqual([
    [ana, true],
    [bo, true],
    [bo, false],
  ]);
  for (const node of [living, watching]) node.stop();
});
