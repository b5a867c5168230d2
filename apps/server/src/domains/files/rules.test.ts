import { defaultPolicy, limits } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { cleanName, delivery, judgeUpload, refusalOf, reservedBytes } from "./rules.ts";

const policy = defaultPolicy.files;
const room = { unfinished: 0, freeBytes: 10 ** 13 };

test("an upload that would fill the disk is refused before it begins, with room left for everything else", () => {
  const size = 10 ** 9;
  const judge = (freeBytes: number) => () => judgeUpload(policy, { name: "a.zip", size }, { unfinished: 0, freeBytes });
  expect(judge(size + reservedBytes)).not.toThrow();
  expect(judge(size + reservedBytes - 1)).toThrow(expect.objectContaining({ code: "files/disk_full", status: 507 }));
});

test("by default anything up to 2 GiB may be sent, also programs", () => {
  expect(() => judgeUpload(policy, { name: "setup.exe", size: 2 * 2 ** 30 }, room)).not.toThrow();
  expect(() => judgeUpload(policy, { name: "a", size: 2 * 2 ** 30 + 1 }, room)).toThrow(
    expect.objectContaining({ code: "files/too_large", params: { maxBytes: 2 * 2 ** 30 } }),
  );
  expect(delivery("application/x-msdownload")).toEqual({ contentType: "application/octet-stream", inline: false });
});

test.each([
  ["报告 final.pdf", "报告 final.pdf"],
  ["C:\\Users\\lin\\a.txt", "a.txt"],
  ["../../etc/passwd", "passwd"],
  ["a\u0000b\r\n.txt", "ab.txt"],
  ["photo\u202Egpj.exe", "photogpj.exe"],
  ["half\ud800.txt", "half\ufffd.txt"],
  ["..", null],
  ["  ", null],
  ["folder/", null],
])("the name %j becomes %j", (given, name) => {
  expect(cleanName(given)).toBe(name);
});

test("forbidden endings are found however an administrator or a sender writes them", () => {
  const forbidding = { ...policy, blockedExtensions: [".EXE", "bat"] };
  for (const name of ["a.exe", "a.b.Bat"]) {
    expect(() => judgeUpload(forbidding, { name, size: 1 }, room)).toThrow(
      expect.objectContaining({ code: "files/type_not_allowed" }),
    );
  }
  expect(() => judgeUpload(forbidding, { name: "exe", size: 1 }, room)).not.toThrow();
});

test("a long name is cut before its ending", () => {
  const name = cleanName(`${"长".repeat(300)}.tar.gz`);
  expect(name).toHaveLength(limits.fileNameChars);
  expect(name).toMatch(/长\.gz$/);
});

test("allowed types are looked for in what the bytes say, by name or by family", () => {
  const png = { mediaType: "image/png", kind: "image" } as const;
  const zip = { mediaType: "application/zip", kind: "file" } as const;
  expect(refusalOf(policy, "message", zip)).toBeNull();
  expect(refusalOf({ ...policy, allowedTypes: ["image/*"] }, "message", png)).toBeNull();
  expect(refusalOf({ ...policy, allowedTypes: ["image/jpeg"] }, "message", png)).toBe("files/type_not_allowed");
  expect(refusalOf({ ...policy, allowedTypes: ["image/*", "application/zip"] }, "message", zip)).toBeNull();
  expect(refusalOf(policy, "avatar", zip)).toBe("files/type_not_allowed");
});

test.each([
  "text/html",
  "image/svg+xml",
  "application/xml",
  "application/xhtml+xml",
  "text/javascript",
  "image/x-icon",
])("%s is never shown in place", (mediaType) => {
  expect(delivery(mediaType)).toEqual({ contentType: "application/octet-stream", inline: false });
});
