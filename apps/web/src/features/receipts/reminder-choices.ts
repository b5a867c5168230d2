import type { ReminderHours } from "@qunxin/protocol";
import type { t as translate } from "../../i18n/index.ts";

const hours: readonly ReminderHours[] = [0, 1, 2, 24];

/** How often those who have not confirmed may be reminded, as options of a select. */
export function reminderChoices(t: typeof translate): { value: string; label: string }[] {
  return hours.map((every) => ({ value: String(every), label: t(`receipts.remind.${every}`) }));
}
