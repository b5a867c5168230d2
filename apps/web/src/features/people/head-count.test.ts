import { beforeAll, expect, test } from "vitest";
import { loadLocale, t } from "../../i18n/index.ts";
import { type HeadCountAnswer, headCountNotes, membersAfter, overLimit } from "./head-count.ts";

beforeAll(() => loadLocale("zh-CN"));

test("The count of members includes oneself and, in an existing group, those who are in already", () => {
  expect(membersAfter(answer({ count: 12, limit: 2000, free: 1987 }))).toBe(13);
  expect(membersAfter(answer({ count: 5, limit: 2000, free: 0 }))).toBe(2000);
  expect(membersAfter(answer({ count: 12, limit: null, free: null }))).toBe(13);
});

test("Choosing more than fit says how many are too many, and nothing while they fit", () => {
  expect(overLimit(answer({ free: -5 }))).toBe(5);
  expect(overLimit(answer({ free: 0 }))).toBe(0);
  expect(overLimit(answer({ limit: null, free: null }))).toBe(0);
  expect(t("directory.pick.over", { count: 5 })).toBe("超出人数上限 5 人");
});

test("Duplicates, external people and those already in the group are told, each only when there are some", () => {
  expect(headCountNotes(answer({}))).toEqual([]);
  const notes = headCountNotes(answer({ externals: 1, duplicates: 2, alreadyMembers: 3 }));
  expect(notes.map(({ key, values }) => t(key, values))).toEqual(["外部 1 人", "重复 2 人已合并", "3 人已在群中"]);
});

function answer(some: Partial<HeadCountAnswer>): HeadCountAnswer {
  return { count: 0, externals: 0, duplicates: 0, alreadyMembers: 0, limit: 2000, free: 1999, sample: [], ...some };
}
