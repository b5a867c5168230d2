import type { FileMeta, MessageContent } from "@qunxin/protocol";
import { beforeAll, expect, test } from "vitest";
import { loadLocale } from "../../../i18n/index.ts";
import { secondsText, summaryText } from "./summary-text.ts";

beforeAll(() => loadLocale("zh-CN"));

const file = { name: "合同.pdf", durationMs: 12_300 } as FileMeta;
const poll = { type: "poll", question: "几点开会？", options: ["两点", "三点"] } as MessageContent;

test("a message with content is told by its kind and its name, or by its caption", () => {
  expect(summaryText({ text: "", content: { type: "images", images: [file] } })).toBe("[图片]");
  expect(summaryText({ text: "现场\n照片", content: { type: "images", images: [file] } })).toBe("[图片] 现场 照片");
  expect(summaryText({ text: "", content: { type: "file", file } })).toBe("[文件] 合同.pdf");
  expect(summaryText({ text: "", content: { type: "voice", file } })).toBe("[语音] 12″");
  expect(summaryText({ text: "", content: poll })).toBe("[投票] 几点开会？");
});

test("Markdown is told without its marks", () => {
  const text = "## 周报\n\n- **完成** 登录\n- 看 [文档](https://a.example)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |";
  expect(summaryText({ text, content: { type: "markdown" } })).toBe("周报 完成 登录 看 文档 甲 乙 1 2");
});

test("a kind that this build does not know is still told as a message", () => {
  expect(summaryText({ text: "", content: { type: "hologram" } as unknown as MessageContent })).toBe("[消息]");
});

test("plain text is told in one line", () => {
  expect(summaryText({ text: "一\n二  三" })).toBe("一 二 三");
});

test("lengths are told in minutes and seconds", () => {
  expect([400, 12_300, 65_000].map(secondsText)).toEqual(["1″", "12″", "1′05″"]);
});
