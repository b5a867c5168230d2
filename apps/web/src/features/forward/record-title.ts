import { t } from "../../i18n/index.ts";

/** What a forwarded record is called: by the two who talked, or as of a group, whose name stays in it. */
export function recordTitle(title: string): string {
  return title === "" ? t("chat.record.group") : t("chat.record.of", { names: title });
}
