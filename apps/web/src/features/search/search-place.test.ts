import { expect, test } from "vitest";
import { changePlace, hasFilters, messageSearch, readPlace } from "./search-place.ts";

test("a place is read from a URL, and what makes no sense there is left out", () => {
  expect(readPlace({ q: 2026, tab: "messages", from: "2026-03-01", me: true })).toEqual({
    q: "2026",
    tab: "messages",
    from: "2026-03-01",
    me: true,
  });
  expect(readPlace({ q: "", tab: "nothing", from: "yesterday", type: "spell", me: "yes", other: 1 })).toEqual({});
});

test("a change takes away what is undefined, and keeps the rest", () => {
  expect(changePlace({ q: "预算", type: "image", me: true }, { type: undefined })).toEqual({ q: "预算", me: true });
});

test("nothing is asked while there are neither words nor filters", () => {
  expect(messageSearch({ tab: "messages", best: true })).toBeNull();
  expect(hasFilters({ q: "预算", best: true })).toBe(false);
  expect(messageSearch({ me: true })).toMatchObject({ text: "", mentionsMe: true });
});

test("among files the words are part of the name", () => {
  expect(messageSearch({ q: "预算", tab: "files" })).toMatchObject({ text: "", fileName: "预算", hasFile: true });
  expect(messageSearch({ q: "预算", type: "file" })).toMatchObject({ text: "预算", types: ["file"] });
});

test("more words than the server takes are cut off", () => {
  expect(messageSearch({ q: "长".repeat(200) })?.text).toHaveLength(64);
});
