import type { PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { messageParts } from "./message-parts.ts";

const lin = { id: "lin" as PrincipalId, name: "林晓" };
const linXiaoyu = { id: "xiaoyu" as PrincipalId, name: "林晓雨" };

test("links end where the Chinese sentence goes on, and without its punctuation", () => {
  expect(messageParts("看https://a.example/x?y=1。谢谢", [], false)).toEqual([
    { kind: "text", text: "看" },
    { kind: "link", text: "https://a.example/x?y=1", href: "https://a.example/x?y=1" },
    { kind: "text", text: "。谢谢" },
  ]);
  expect(messageParts("(https://a.example/b).", [], false).map(({ text }) => text)).toEqual([
    "(",
    "https://a.example/b",
    ").",
  ]);
});

test("only http and https become links", () => {
  for (const text of ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://"]) {
    expect(messageParts(text, [], false)).toEqual([{ kind: "text", text }]);
  }
});

test("only people whom the message mentions are marked, the longer name first", () => {
  expect(messageParts("@林晓雨 @林晓 @王芳", [lin, linXiaoyu], false)).toEqual([
    { kind: "mention", text: "@林晓雨", id: "xiaoyu" },
    { kind: "text", text: " " },
    { kind: "mention", text: "@林晓", id: "lin" },
    { kind: "text", text: " @王芳" },
  ]);
});

test("@所有人 is marked only where everybody was really mentioned", () => {
  expect(messageParts("@所有人 开会", [], true)[0]).toEqual({ kind: "mention", text: "@所有人", id: "all" });
  expect(messageParts("@所有人 开会", [], false)).toEqual([{ kind: "text", text: "@所有人 开会" }]);
});

test("names with signs of regular expressions do no harm", () => {
  const odd = { id: "odd" as PrincipalId, name: "A.(B)+[C]" };
  expect(messageParts("@A.(B)+[C] 好", [odd], false)[0]).toEqual({ kind: "mention", text: "@A.(B)+[C]", id: "odd" });
});
