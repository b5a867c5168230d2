import { expect, test } from "vitest";
import { ownPath } from "./own-path.ts";

const origin = "https://talk.example.com";

test("a path of this site is opened again after signing in, with its query and hash", () => {
  expect(ownPath("/contacts/departments/1?below=true#top", origin)).toBe("/contacts/departments/1?below=true#top");
});

test("an address of another site is never opened after signing in", () => {
  for (const next of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
  ]) {
    expect(ownPath(next, origin)).toBe("/chats");
  }
});

test("signing in without a target, or from the login screen, opens the conversations", () => {
  expect(ownPath(undefined, origin)).toBe("/chats");
  expect(ownPath("/login?next=%2Flogin", origin)).toBe("/chats");
});
