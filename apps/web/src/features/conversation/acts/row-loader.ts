import { withTexts } from "../../../i18n/index.ts";

/** What is drawn at single messages: fetched with the first that needs it. */
export const rowParts = withTexts("acts", () => import("./row-parts.ts"));
