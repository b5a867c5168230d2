import { defaultPolicy, type GroupRole, type MessageBody, type PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { isStaff, mayActOn } from "../../groups/index.ts";
import {
  isEmoji,
  judgeEdit,
  judgeRecall,
  judgeVote,
  type MessageFacts,
  mayClosePoll,
  mayPin,
  mayReadVersions,
} from "./rules.ts";

const said = new Date("2026-03-02T09:00:00Z");
const windows = defaultPolicy.messages;
const [actor, author] = ["actor" as PrincipalId, "author" as PrincipalId];
const text: MessageBody = { kind: "message", text: "x", mentions: [], mentionAll: false, replyTo: null };
const roles: GroupRole[] = ["owner", "administrator", "member", "external"];
type Kind = "direct" | "normal" | "customer" | "all_staff";
const kinds: Kind[] = ["direct", "normal", "customer", "all_staff"];

/** Facts under the shipped matrix of rights. */
function facts(kind: Kind, role: GroupRole, of: "own" | GroupRole, body = text): MessageFacts {
  const rights = defaultPolicy.groupRights[role];
  const own = of === "own";
  return {
    actor: { id: actor, staff: isStaff(role), above: mayActOn(role, own ? role : of) },
    group: kind === "direct" ? null : { type: kind, mayRecall: rights.recall, mayEdit: rights.edit },
    author: { id: own ? actor : author },
    at: said,
    body,
  };
}

/** What a judgement says: ok, or the code. */
function outcome(judge: () => void): string {
  try {
    judge();
    return "ok";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const after = (ms: number) => new Date(said.getTime() + ms);
const rank: Record<GroupRole, number> = { owner: 3, administrator: 2, member: 1, external: 0 };

test("for every role, kind of conversation and author, within and beyond the window, a recall is judged as the rules say", () => {
  for (const kind of kinds) {
    const limitMs = kind === "customer" ? windows.customerRecallMinutes * 60_000 : windows.recallHours * 3_600_000;
    for (const role of roles) {
      for (const late of [false, true]) {
        const now = after(late ? limitMs + 1_000 : limitMs);
        const own = outcome(() => judgeRecall(facts(kind, role, "own"), windows, now));
        expect(own, `${kind} ${role} own ${late}`).toBe(late ? "messages/recall_expired" : "ok");
        for (const of of roles) {
          const staff = kind !== "direct" && rank[role] >= 2 && rank[role] > rank[of];
          const other = outcome(() => judgeRecall(facts(kind, role, of), windows, now));
          expect(other, `${kind} ${role} of ${of}`).toBe(staff ? "ok" : "access/permission_denied");
        }
      }
    }
  }
});

test("a window of nothing means never", () => {
  const never = { ...windows, recallHours: 0, customerRecallMinutes: 0, editMinutes: 0 };
  for (const kind of kinds) {
    const own = facts(kind, "owner", "own");
    expect(outcome(() => judgeRecall(own, never, said))).toBe("messages/recall_expired");
    expect(outcome(() => judgeEdit(own, never, said))).toBe("messages/edit_expired");
  }
});

test("only one's own texts and captions are edited, within the window, whatever the role", () => {
  const limitMs = windows.editMinutes * 60_000;
  const sticker: MessageBody = { ...text, content: { type: "sticker", name: "ok" } };
  const markdown: MessageBody = { ...text, content: { type: "markdown" } };
  for (const kind of kinds) {
    for (const role of roles) {
      expect(outcome(() => judgeEdit(facts(kind, role, "own"), windows, after(limitMs)))).toBe("ok");
      expect(outcome(() => judgeEdit(facts(kind, role, "own", markdown), windows, said))).toBe("ok");
      expect(outcome(() => judgeEdit(facts(kind, role, "own"), windows, after(limitMs + 1)))).toBe(
        "messages/edit_expired",
      );
      expect(outcome(() => judgeEdit(facts(kind, role, "own", sticker), windows, said))).toBe("messages/not_editable");
      expect(outcome(() => judgeEdit(facts(kind, role, "external"), windows, said))).toBe("access/permission_denied");
    }
  }
});

test("pins are the staff's and of whoever may edit the group; versions and closing a poll the author's too", () => {
  for (const kind of kinds) {
    for (const role of roles) {
      const staff = kind !== "direct" && rank[role] >= 2;
      const other = facts(kind, role, "member");
      expect(mayPin(other), `${kind} ${role}`).toBe(kind === "direct" || rank[role] >= 2);
      for (const may of [mayReadVersions, mayClosePoll]) {
        expect(may(facts(kind, role, "own"))).toBe(true);
        expect(may(other)).toBe(staff);
      }
    }
  }
  expect(
    mayPin({ ...facts("normal", "member", "own"), group: { type: "normal", mayRecall: false, mayEdit: true } }),
  ).toBe(true);
});

test("an emoji is one picture, flag or keycap as people see it", () => {
  for (const yes of ["👍", "❤️", "👍🏽", "👨‍👩‍👧‍👦", "🇨🇳", "1️⃣", "☺"]) expect(isEmoji(yes), yes).toBe(true);
  for (const no of ["", "a", "1", "中", "👍👍", "👍 ", "!", "\u200d"]) expect(isEmoji(no), no).toBe(false);
});

test("a vote names options there are, one where only one counts, before the poll is over", () => {
  const poll = {
    type: "poll",
    question: "?",
    options: ["a", "b"],
    multiple: true,
    anonymous: false,
    closesAt: null,
  } as const;
  const judge = (change: object, options: number[], closed = false) =>
    outcome(() => judgeVote({ ...poll, options: ["a", "b"], ...change }, options, { closed, now: said }));
  expect(judgeVote({ ...poll, options: ["a", "b"] }, [1, 0, 1], { closed: false, now: said })).toEqual([0, 1]);
  expect(judge({ multiple: false }, [0, 1])).toBe("messages/poll_choice");
  expect(judge({}, [2])).toBe("messages/poll_choice");
  expect(judge({}, [0], true)).toBe("messages/poll_closed");
  expect(judge({ closesAt: said.toISOString() }, [0])).toBe("messages/poll_closed");
});
