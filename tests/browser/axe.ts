import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

const source = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/**
 * Faults are all that is read: the places of what is right, a selector for each, cost more than finding them. No rule
 * that runs needs the style sheets, which axe would fetch and parse once more for every look.
 */
const whatIsRead = { resultTypes: ["violations" as const], preload: { assets: ["media" as const] } };

/**
 * Axe for what is on the page now. The builder would have its 1.5 MB read twice for every look; here each document reads
 * the small form once. The other than the legacy mode opens one more page each time, for frames of other sites; there are
 * none.
 */
export async function axeOn(page: Page): Promise<AxeBuilder> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return new AxeBuilder({ page, axeSource: ";" }).setLegacyMode().options({ ...whatIsRead });
}
