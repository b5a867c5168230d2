export { dayLabel, fullDateTime, listTime, timeOfDay } from "./dates.ts";
export { errorText } from "./errors.ts";
export {
  chooseLocale,
  currentLocale,
  detectLocale,
  formatNumber,
  loadLocale,
  locales,
  type MessageKey,
  type MessageValues,
  t,
  useLocale,
  useT,
} from "./translate.ts";
