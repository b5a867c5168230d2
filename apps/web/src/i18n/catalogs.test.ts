import { readdirSync, readFileSync } from "node:fs";
import { compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { errorText } from "./errors.ts";
import { loadLocale, loadTexts, t } from "./translate.ts";
import * as source from "./zh-CN/index.ts";

type Catalog = Record<string, string>;

const files = readdirSync(new URL("./zh-CN/", import.meta.url)).filter((name) => name.endsWith(".json"));

test.each(files)("%s has the same keys in both languages", (file) => {
  expect(Object.keys(catalog("en", file)).sort()).toEqual(Object.keys(catalog("zh-CN", file)).sort());
});

test.each(files)("%s has the same placeholders in both languages", (file) => {
  const english = catalog("en", file);
  for (const [key, text] of Object.entries(catalog("zh-CN", file))) {
    expect({ key, names: placeholders(english[key] ?? "") }).toEqual({ key, names: placeholders(text) });
  }
});

test.each(files)("%s has no empty text, and no Chinese in English", (file) => {
  for (const locale of ["zh-CN", "en"]) {
    const empty = Object.entries(catalog(locale, file)).filter(([, text]) => text.trim() === "");
    expect(empty).toEqual([]);
  }
  const chinese = Object.entries(catalog("en", file)).filter(([, text]) => /\p{Script=Han}/u.test(text));
  expect(chinese).toEqual([]);
});

test("a key lives in one file only", () => {
  const keys = files.flatMap((file) => Object.keys(catalog("zh-CN", file)));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test("texts fill their placeholders, and plurals follow the language", async () => {
  await loadLocale("en");
  expect(t("common.people.count", { count: 1 })).toBe("1 person");
  expect(t("common.people.count", { count: 3 })).toBe("3 people");
  await loadLocale("zh-CN");
  expect(t("common.people.count", { count: 3 })).toBe("3 人");
  expect(t("common.confirm.typeName", { name: "产品群" })).toBe("请输入「产品群」以确认");
});

test("texts of an area are there once it is loaded, and follow the language", async () => {
  await loadLocale("zh-CN");
  await loadTexts("setup");
  expect(t("setup.title")).toBe(catalog("zh-CN", "setup.json")["setup.title"]);
  await loadLocale("en");
  expect(t("setup.title")).toBe(catalog("en", "setup.json")["setup.title"]);
  await loadLocale("zh-CN");
});

test.each(files)("%s is loaded at the start or with its area", (file) => {
  const [first] = Object.keys(catalog("zh-CN", file));
  const area = file.replace(".json", "");
  expect([Object.hasOwn(source.messages, first ?? ""), Object.hasOwn(source.areas, area)].filter(Boolean)).toHaveLength(
    1,
  );
});

test("an error code without a text is still named to the reader", async () => {
  await loadLocale("zh-CN");
  expect(errorText("no/such_code")).toBe("操作失败（no/such_code）");
  expect(errorText("network")).toBe("网络不可用，请检查后重试");
});

function catalog(locale: string, file: string): Catalog {
  return JSON.parse(readFileSync(new URL(`./${locale}/${file}`, import.meta.url), "utf8")) as Catalog;
}

/** Names of the ICU arguments of a text, also those inside plural branches. */
function placeholders(text: string): string[] {
  const names = new Set<string>();
  collect(compileMessageOrThrow(text), names);
  return [...names].sort();
}

function collect(tokens: unknown, names: Set<string>): void {
  if (!Array.isArray(tokens)) return;
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    names.add(String(token[0]));
    const branches: unknown = token[2];
    if (branches && typeof branches === "object") for (const branch of Object.values(branches)) collect(branch, names);
  }
}
