import { readFileSync } from "node:fs";
import { errors } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { errorText } from "./errors.ts";
import { loadLocale } from "./translate.ts";

/** Shown for what is no code of the registry. */
const own = ["error.network", "error.unknown"];

test.each(["zh-CN", "en"])("every error code has a text in %s, and every text a code", (locale) => {
  const file = new URL(`./${locale}/errors.json`, import.meta.url);
  const keys = Object.keys(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>);
  expect(keys.filter((key) => !own.includes(key)).sort()).toEqual(
    Object.keys(errors)
      .map((code) => `error.${code}`)
      .sort(),
  );
});

test("params are put into words: spans of time, sizes, moments and lists", async () => {
  await loadLocale("zh-CN");
  expect(errorText("identity/locked", { retryAfterMs: 61_000 })).toBe("密码错误次数过多，请 2分钟后再试");
  expect(errorText("request/rate_limited", { retryAfterMs: 1 })).toBe("操作太频繁，请 1秒钟后再试");
  expect(errorText("messages/muted", { mutedUntil: "2026-11-18T14:32:00" })).toBe("你已被禁言至 2026-11-18 14:32");
  expect(errorText("directory/import_header", { missing: ["姓名", "账号"] })).toContain("姓名");
  await loadLocale("en");
  expect(errorText("request/too_large", { limitBytes: 256 * 1024 })).toBe(
    "This is too large; at most 256 kB are allowed.",
  );
  expect(errorText("identity/locked", { retryAfterMs: 60_000 })).toContain("1 minute");
  await loadLocale("zh-CN");
});
