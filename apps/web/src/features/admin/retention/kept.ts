import { type KeptGroup, limits } from "@qunxin/protocol";
import { errorText, t } from "../../../i18n/index.ts";

/** As the policy says, for ever (null), or so many days; NaN while the field is empty. */
export type Kept = KeptGroup["own"];

/** 90 天, 永久. */
export function daysText(days: number | null): string {
  return days === null ? t("admin.retention.forever") : t("admin.retention.daysCount", { count: days });
}

/** Words for days outside what may be set; null where they may. */
export function rangeFault(days: Kept): string | null {
  const [min, max] = [limits.retentionDaysMin, limits.retentionDaysMax];
  if (typeof days !== "number" || (Number.isInteger(days) && days >= min && days <= max)) return null;
  return errorText("policy/range", { min, max });
}

/** Whether messages would go that are kept so far; null is for ever. */
export function isShorter(next: number | null, now: number | null): boolean {
  return (next ?? Number.POSITIVE_INFINITY) < (now ?? Number.POSITIVE_INFINITY);
}
