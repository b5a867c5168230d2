import clsx from "clsx";

export interface ProgressBarProps {
  /** 0 to 1; undefined while the amount is unknown. */
  value: number | undefined;
  label: string;
  tone?: "brand" | "ok" | "bad";
}

const tones = { brand: "bg-brand", ok: "bg-ok", bad: "bg-bad" };

export function ProgressBar({ value, label, tone = "brand" }: ProgressBarProps) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        className={clsx(
          "h-full rounded-full transition-[width]",
          tones[tone],
          percent === undefined && "w-1/3 animate-pulse",
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
