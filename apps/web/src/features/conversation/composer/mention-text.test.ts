import type { PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { countCharacters, mentionBefore, mentionQuery, mentionsIn } from "./mention-text.ts";

const zhang = { id: "z1" as PrincipalId, name: "张伟" };
const otherZhang = { id: "z2" as PrincipalId, name: "张伟" };
const all = { id: "all" as const, name: "所有人" };

test("an @ anywhere opens the list: Chinese has no space before it, and the full-width one counts", () => {
  expect(mentionQuery("请看@zh", 5)).toEqual({ start: 2, query: "zh" });
  expect(mentionQuery("请看＠张", 4)).toEqual({ start: 2, query: "张" });
  expect(mentionQuery("请看@", 3)).toEqual({ start: 2, query: "" });
});

test("a space, a long text or a caret before the @ close the list", () => {
  expect(mentionQuery("@张伟 你好", 6)).toBeNull();
  expect(mentionQuery("你好@张伟", 2)).toBeNull();
  expect(mentionQuery(`@${"长".repeat(30)}`, 31)).toBeNull();
});

test("Backspace takes a mention whole, with its space or right behind the name", () => {
  expect(mentionBefore("你好@张伟 ", 6, [zhang])).toEqual({ start: 2, end: 6 });
  expect(mentionBefore("你好@张伟", 5, [zhang])).toEqual({ start: 2, end: 5 });
  expect(mentionBefore("你好@张伟好", 6, [zhang])).toBeNull();
  expect(mentionBefore("你好@王芳 ", 6, [zhang])).toBeNull();
});

test("only who is still named in the text is mentioned", () => {
  expect(mentionsIn("@张伟 好", [zhang, all])).toEqual({ mentions: ["z1"], mentionAll: false });
  expect(mentionsIn("@所有人 开会", [zhang, all])).toEqual({ mentions: [], mentionAll: true });
  expect(mentionsIn("没有人", [zhang, all])).toEqual({ mentions: [], mentionAll: false });
});

test("of two people of one name, as many are mentioned as the name stands there", () => {
  expect(mentionsIn("@张伟 @张伟 好", [zhang, otherZhang]).mentions).toEqual(["z1", "z2"]);
  expect(mentionsIn("@张伟 好", [zhang, otherZhang]).mentions).toEqual(["z2"]);
});

test("characters are counted as a person counts them", () => {
  expect(countCharacters("你好👨‍👩‍👧‍👦")).toBe(3);
});
