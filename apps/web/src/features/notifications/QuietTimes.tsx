import type { CallInput, NotificationSettings } from "@qunxin/protocol";
import { useT } from "../../i18n/index.ts";
import { Checkbox, Field, Input, Switch } from "../../ui/index.ts";

export interface QuietTimesProps {
  settings: NotificationSettings;
  onChange: (change: CallInput<"notifications.set">) => void;
}

/** Monday first. */
const week = [1, 2, 3, 4, 5, 6, 0] as const;

/** 勿扰时段: from–to on chosen days, in the zone of this device. */
export function QuietTimes({ settings: { quiet }, onChange }: QuietTimesProps) {
  const t = useT();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const set = (change: Partial<NotificationSettings["quiet"]>) =>
    onChange({ quiet: { ...quiet, ...change }, timeZone });
  const time = (end: "from" | "to") => (
    <Field label={t(`notices.quiet.${end}`)}>
      <Input
        type="time"
        value={quiet[end]}
        onChange={(event) => event.target.value && set({ [end]: event.target.value })}
      />
    </Field>
  );
  return (
    <div>
      <Switch
        label={t("notices.quiet")}
        hint={t("notices.quiet.hint")}
        checked={quiet.on}
        onChange={(on) => set({ on })}
      />
      {quiet.on && (
        <fieldset className="flex flex-col gap-3 pt-1 pb-2">
          <legend className="sr-only">{t("notices.quiet")}</legend>
          <div className="grid max-w-80 grid-cols-2 gap-3">
            {time("from")}
            {time("to")}
          </div>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {week.map((day) => (
              <Checkbox
                key={day}
                label={t(`notices.day.${day}`)}
                checked={quiet.days.includes(day)}
                onChange={(on) =>
                  set({ days: on ? [...quiet.days, day].sort() : quiet.days.filter((other) => other !== day) })
                }
              />
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}
