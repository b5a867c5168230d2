import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const source = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * Axe for what is on the page now. The builder would have its 1.5 MB read twice for every look; here each document reads
 * the small form once. The other than the legacy mode opens one more page each time, for frames of other sites; there are
 * none.
 */
export async function axeOn(page: Page): Promise<AxeBuilder> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return new AxeBuilder({ page, axeSource: ";" }).setLegacyMode();
}
