import { useState } from "react";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Field, Input, RadioGroup } from "../../ui/index.ts";
import { choicesAt, type LaterChoice } from "./later-choices.ts";
import { localIn, momentOf } from "./zone-time.ts";

export interface LaterTime {
  /** Null while there is none, or none that lies ahead. */
  at: Date | null;
  choice: LaterChoice | "custom";
  custom: string;
  choose: (choice: LaterChoice | "custom") => void;
  setCustom: (local: string) => void;
  zone: string;
}

/** A time to come, by the company's clocks. */
export function useLaterTime(initial: Date | null = null): LaterTime {
  const zone = useCompanyZone();
  const [opened] = useState(() => new Date());
  const [choice, choose] = useState<LaterChoice | "custom">(initial ? "custom" : "1h");
  const [custom, setCustom] = useState(() => localIn(initial ?? new Date(opened.getTime() + 3_600_000), zone));
  const offered = choicesAt(opened, zone).find(({ id }) => id === choice)?.at ?? null;
  const at = choice === "custom" ? momentOf(custom, zone) : offered;
  return { at: at && at > new Date() ? at : null, choice, custom, choose, setCustom, zone };
}

export function useCompanyZone(): string {
  return useShell((state) => state.me?.company.timeZone) ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Some times at hand and one of one's own. */
export function LaterForm({ time, label }: { time: LaterTime; label: string }) {
  const t = useT();
  const { choice, custom, choose, setCustom, zone, at } = time;
  const shown = choicesAt(new Date(), zone);
  const past = choice === "custom" && at === null;
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        label={label}
        value={choice}
        onChange={choose}
        options={[
          ...shown.map(({ id, at: moment }) => ({
            value: id,
            label: t(`kept.later.${id}`),
            hint: id === "tomorrow" || id === "monday" ? localIn(moment, zone).replace("T", " ") : undefined,
          })),
          { value: "custom" as const, label: t("kept.later.custom") },
        ]}
      />
      {choice === "custom" && (
        <Field
          label={t("kept.later.at")}
          hint={t("kept.later.zone", { zone })}
          error={past ? t("kept.later.past") : undefined}
        >
          <Input type="datetime-local" value={custom} onChange={(event) => setCustom(event.target.value)} />
        </Field>
      )}
    </div>
  );
}
