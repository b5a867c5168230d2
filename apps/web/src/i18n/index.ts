export { dayLabel, fullDateTime, listTime, timeOfDay } from "./dates.ts";
export { errorText } from "./errors.ts";
export {
  chooseLocale,
  currentLocale,
  detectLocale,
  formatNumber,
  loadLocale,
  loadTexts,
  locales,
  type MessageKey,
  type MessageValues,
  t,
  useLocale,
  useT,
  withTexts,
} from "./translate.ts";
