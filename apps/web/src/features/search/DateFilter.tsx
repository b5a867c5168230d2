import { useT } from "../../i18n/index.ts";
import { Button, Field, Input, Popover } from "../../ui/index.ts";
import { useCompanyZone } from "../scheduled/LaterForm.tsx";
import { daysLater, localIn } from "../scheduled/zone-time.ts";
import { Pill } from "./Pill.tsx";

export interface DateFilterProps {
  /** First and last day, in the company's zone. */
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

/** So many days up to today. */
const spans = [1, 7, 30, 365] as const;

/** 时间: some spans at hand, or two days of one's own. */
export function DateFilter({ from, to, onChange }: DateFilterProps) {
  const t = useT();
  const now = localIn(new Date(), useCompanyZone());
  const today = now.slice(0, 10);
  const on = from !== undefined || to !== undefined;
  const pill = <Pill opens on={on} label={on ? spanText(from, to) : t("search.filter.date")} />;
  const day = (value: string) => value || undefined;
  return (
    <Popover label={t("search.filter.date")} align="start" trigger={pill}>
      {(close) => {
        const choose = (days: number | null) => {
          onChange(days === null ? undefined : daysLater(now, 1 - days).slice(0, 10), undefined);
          close();
        };
        return (
          <div className="flex w-64 flex-col gap-3 max-md:w-full max-md:pb-4">
            <div className="grid grid-cols-2 gap-2">
              {spans.map((days) => (
                <Button key={days} onClick={() => choose(days)}>
                  {t(`search.date.${days}`)}
                </Button>
              ))}
            </div>
            <Field label={t("search.date.from")}>
              <Input
                type="date"
                max={to ?? today}
                value={from ?? ""}
                onChange={({ target }) => onChange(day(target.value), to)}
              />
            </Field>
            <Field label={t("search.date.to")}>
              <Input
                type="date"
                min={from}
                max={today}
                value={to ?? ""}
                onChange={({ target }) => onChange(from, day(target.value))}
              />
            </Field>
            {on && <Button onClick={() => choose(null)}>{t("search.filter.any")}</Button>}
          </div>
        );
      }}
    </Popover>
  );
}

function spanText(from: string | undefined, to: string | undefined): string {
  return `${from ?? "…"} – ${to ?? "…"}`;
}
