import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "./stage.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows, `later` steps of thirty seconds from now (RFC 6238). */
function shown(secret: string, later = 0): string {
  const bits = [...secret].map((char) => alphabet.indexOf(char).toString(2).padStart(5, "0")).join("");
  const key = Array.from({ length: bits.length / 8 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  const step = Buffer.alloc(8);
  step.writeUInt32BE(Math.floor(Date.now() / 30_000) + later, 4);
  const hash = createHmac("sha1", Buffer.from(key)).update(step).digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel("账号或手机号").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

test("A second factor is set up with an app, asked for at the sign-in, and its recovery code lets in", async ({
  enter,
  visit,
  company,
}) => {
  await company.addEmployee("两步", "liangbu");
  const [page, other] = await Promise.all([enter("liangbu", "/settings?section=security"), visit("/login")]);
  await page.getByRole("button", { name: "设置两步验证" }).click();
  await page.getByLabel("请输入密码以确认").fill(company.password);
  await page.getByRole("button", { name: "确定" }).click();
  const dialog = page.getByRole("dialog", { name: "设置两步验证" });
  await expect(dialog.getByRole("img", { name: "两步验证二维码" })).toBeVisible();
  const secret = (await dialog.locator("code").textContent()) ?? "";
  await dialog.getByLabel("应用中的六位数字").fill("12345678");
  await dialog.getByRole("button", { name: "确定" }).click();
  await expect(dialog.getByText("验证码错误或已使用过")).toBeVisible();
  await dialog.getByLabel("应用中的六位数字").fill(shown(secret));
  await dialog.getByRole("button", { name: "确定" }).click();
  const codes = page.getByRole("list", { name: "恢复码" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const recovery = (await codes.first().textContent()) ?? "";
  await page.getByRole("button", { name: "我已保存" }).click();
  await expect(page.getByText("还有 10 个恢复码")).toBeVisible();

  await signIn(other, "liangbu", company.password);
  await expect(other.getByText("密码正确，请输入两步验证的验证码")).toBeVisible();
  // The code that confirmed it is used up; the app shows the next one within half a minute, and clocks may differ so far.
  await other.getByLabel("验证码").fill("000 000");
  await other.getByRole("button", { name: "登录" }).click();
  await expect(other.getByText("验证码错误或已使用过")).toBeVisible();
  await other.getByLabel("验证码").fill(shown(secret, 1));
  await other.getByRole("button", { name: "登录" }).click();
  await expect(other).toHaveURL(/\/chats/);

  const third = await visit("/login");
  await signIn(third, "liangbu", company.password);
  await third.getByLabel("验证码").fill(recovery);
  await third.getByRole("button", { name: "登录" }).click();
  await expect(third).toHaveURL(/\/chats/);
});
