import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";

// Budgets of the first load, gzipped. They read the build that the other tests of this folder use.
const kilobyte = 1000;
const chatScriptBytes = 220 * kilobyte;
const styleBytes = 15 * kilobyte;
const adminExtraBytes = 260 * kilobyte;

interface Chunk {
  file: string;
  src?: string;
  imports?: string[];
  css?: string[];
}

const dist = new URL("../../apps/web/dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8")) as Record<string, Chunk>;

const entry = "index.html";
const list = "src/features/conversation-list/ChatsLayout.tsx";
const conversation = "src/features/conversation/ConversationScreen.tsx";
const adminParts = Object.keys(manifest).filter((key) => key.startsWith("src/features/admin/"));

for (const locale of ["zh-CN", "en"]) {
  const chat = () => loadedBy(entry, `src/i18n/${locale}/index.ts`, list, conversation);

  test(`Opening a conversation in ${locale} loads at most 220 KB of scripts and 15 KB of styles`, () => {
    expect(scriptBytes(chat())).toBeLessThanOrEqual(chatScriptBytes);
    expect(styleBytesOf(chat())).toBeLessThanOrEqual(styleBytes);
  });

  test(`The whole console in ${locale} adds at most 260 KB of scripts`, () => {
    expect(adminParts.length).toBeGreaterThan(0);
    const all = loadedBy(...chat(), `src/i18n/${locale}/admin.json`, ...adminParts);
    expect(scriptBytes(all) - scriptBytes(chat())).toBeLessThanOrEqual(adminExtraBytes);
  });

  test(`A conversation in ${locale} needs neither the console nor the set-up nor their texts`, () => {
    const foreign = [...chat()].filter((key) => /features\/(admin|setup)\/|\/(admin|setup)\.json/.test(key));
    expect(foreign).toEqual([]);
    expect([...chat()].map(sourceText).filter((text) => text.includes("admin.overview"))).toEqual([]);
  });
}

/** These chunks and everything that they import right away. */
function loadedBy(...keys: string[]): Set<string> {
  const found = new Set<string>();
  const follow = (key: string) => {
    if (found.has(key)) return;
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the build has no chunk ${key}`);
    found.add(key);
    for (const imported of chunk.imports ?? []) follow(imported);
  };
  for (const key of keys) follow(key);
  return found;
}

function scriptBytes(keys: Set<string>): number {
  return sum([...keys].map((key) => gzippedBytes(fileOf(key))));
}

function styleBytesOf(keys: Set<string>): number {
  return sum([...new Set([...keys].flatMap((key) => manifest[key]?.css ?? []))].map(gzippedBytes));
}

function sourceText(key: string): string {
  return readFileSync(new URL(fileOf(key), dist), "utf8");
}

function fileOf(key: string): string {
  return manifest[key]?.file ?? "";
}

function gzippedBytes(file: string): number {
  return gzipSync(readFileSync(new URL(file, dist))).byteLength;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
