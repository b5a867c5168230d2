import type { ConversationItem } from "@qunxin/client";
import type { PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { recentPeople, recentPeopleMax } from "./recent-people.ts";

const [lin, wei, ana, bo] = ["lin", "wei", "ana", "bo"] as PrincipalId[] as [
  PrincipalId,
  PrincipalId,
  PrincipalId,
  PrincipalId,
];

function conversation(at: string, given: { peerId?: PrincipalId; by?: PrincipalId; mosaic?: PrincipalId[] }) {
  const last = { at, by: given.by ?? null, body: { kind: given.by ? "message" : "group_created" } };
  return { peerId: given.peerId ?? null, mosaic: given.mosaic ?? [], last } as unknown as ConversationItem;
}

test("The latest come first, pinned conversations not before newer ones, each person once and never oneself", () => {
  const pinned = conversation("2026-01-01T00:00:00Z", { peerId: bo });
  const group = conversation("2026-01-03T00:00:00Z", { by: ana, mosaic: [lin, wei, ana] });
  const direct = conversation("2026-01-02T00:00:00Z", { peerId: wei });
  expect(recentPeople([pinned, group, direct], lin)).toEqual([ana, wei, bo]);
});

test("Of somebody's thousands of conversations only the latest people are offered", () => {
  const many = Array.from({ length: 2 * recentPeopleMax }, (_, index) =>
    conversation(new Date(index * 1000).toISOString(), { peerId: `person-${index}` as PrincipalId }),
  );
  const found = recentPeople(many, lin);
  expect(found).toHaveLength(recentPeopleMax);
  expect(found[0]).toBe(`person-${2 * recentPeopleMax - 1}`);
});
