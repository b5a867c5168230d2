import { test as base, expect, type Page } from "@playwright/test";
import { companyCsv } from "./company.ts";
import { type Product, startProduct } from "./product.ts";

const test = base.extend<{ product: Product }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the wanted fixtures from this pattern
  product: async ({}, use) => {
    const product = await startProduct();
    await use(product);
    await product.stop();
  },
});

test("First run: the printed link creates company and administrator; a faulty file changes nothing, a good one is imported; the link works once, afterwards one signs in", {
  tag: "@desktop",
}, async ({ page, product, browser }) => {
  test.setTimeout(120_000);
  await page.goto(product.url);
  await expect(page.getByText("请用启动时打印的地址打开此页")).toBeVisible();

  await page.goto(product.setupUrl ?? "");
  await page.getByLabel("企业名称").fill("星河科技");
  await page.getByLabel("姓名").fill("林晓");
  await page.getByLabel("账号").fill("admin");
  await page.getByLabel(/^密码\*?$/).fill("short");
  await page.getByRole("button", { name: "创建企业" }).click();
  await expect(page.getByText("密码还不符合下面的要求")).toBeVisible();
  await page.getByLabel(/^密码\*?$/).fill("Galaxy-2026");
  await page.getByRole("button", { name: "创建企业" }).click();
  await page.getByText("导入通讯录文件").click();

  await upload(page, "bad.csv", faultyCsv);
  await expect(page.getByText(/文件中有 3 处错误/)).toBeVisible();
  for (const [line, fault] of [
    ["3", "必填项为空"],
    ["4", "手机号格式不正确"],
    ["5", "账号在文件中重复"],
  ]) {
    await expect(page.getByRole("row").filter({ hasText: fault ?? "" })).toContainText(line ?? "");
  }
  await page
    .getByRole("button", { name: "导入其他文件" })
    .or(page.getByRole("link", { name: "导入其他文件" }))
    .click();

  await upload(page, "company.csv", companyCsv);
  await expect(page.getByText(/检查通过：新增 9 人/)).toBeVisible();
  await page.getByRole("button", { name: "确认导入" }).click();
  await expect(page.getByText("导入完成")).toBeVisible();

  await page.goto(`${product.url}/contacts`);
  await page.getByPlaceholder("搜索姓名、拼音、部门、手机尾号").fill("hm");
  await expect(page.getByText("韩梅")).toBeVisible();

  const other = await (await browser.newContext({ locale: "zh-CN" })).newPage();
  await other.goto(product.setupUrl ?? "");
  await expect(other.getByText("星河科技已设置完成")).toBeVisible();
  await other.goto(product.url);
  await other.getByLabel("账号或手机号").fill("admin");
  await other.getByLabel(/^密码\*?$/).fill("wrong");
  await other.getByRole("button", { name: "登录" }).click();
  await expect(other.getByText("账号或密码错误")).toBeVisible();
  await other.getByLabel(/^密码\*?$/).fill("Galaxy-2026");
  await other.getByRole("button", { name: "登录" }).click();
  await expect(other.getByText("还没有会话").first()).toBeVisible();
});

const faultyCsv = [
  "姓名,账号,手机,部门",
  "林晓,lin,,产品部",
  ",wei,,技术部",
  "安娜,ana,12,设计部",
  "李雷,lin,,技术部",
].join("\n");

async function upload(page: Page, name: string, text: string): Promise<void> {
  await page.getByLabel("通讯录文件").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
}
