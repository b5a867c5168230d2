import type { ConversationId } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { callApi, useCall } from "../../app/api.ts";
import { failureText } from "../../app/failure-text.ts";
import { useLocale, useT } from "../../i18n/index.ts";
import { IconButton, toast } from "../../ui/index.ts";
import { useCompanyZone } from "../scheduled/LaterForm.tsx";
import { localIn } from "../scheduled/zone-time.ts";
import { cellsOf, monthBeside } from "./month.ts";

/** A month of a conversation: days with messages can be chosen. */
export function DayPicker({ conversationId, onDone }: { conversationId: ConversationId; onDone: () => void }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const today = localIn(new Date(), useCompanyZone()).slice(0, 10);
  const [month, setMonth] = useState(today.slice(0, 7));
  const found = useCall("messages.days", { conversationId, month });
  const days = new Set(found.data?.days);
  const jump = async (date: string) => {
    try {
      const { seq } = await callApi("messages.atDate", { conversationId, date });
      if (seq === null) return;
      onDone();
      await navigate({ to: "/chats/$conversationId", params: { conversationId }, search: { at: seq } });
    } catch (error) {
      toast.error(failureText(error));
    }
  };
  const title = new Date(`${month}-01T00:00:00Z`).toLocaleDateString(locale, {
    year: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return (
    <div className="w-70 max-md:mx-auto max-md:w-full max-md:max-w-90 max-md:pb-4">
      <div className="flex items-center justify-between">
        <IconButton
          label={t("kept.days.before")}
          icon={<ChevronLeft size={17} />}
          onClick={() => setMonth(monthBeside(month, -1))}
        />
        <p aria-live="polite" className="text-body font-medium">
          {title}
        </p>
        <IconButton
          label={t("kept.days.after")}
          icon={<ChevronRight size={17} />}
          disabled={month >= today.slice(0, 7)}
          onClick={() => setMonth(monthBeside(month, 1))}
        />
      </div>
      <div className="mt-1 grid grid-cols-7 text-center">
        {weekdays(locale).map((name) => (
          <span key={name} aria-hidden className="py-1 text-mini text-ink-3">
            {name}
          </span>
        ))}
        {cellsOf(month).map((day, index) =>
          day === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: empty cells before the first of the month.
            <span key={`empty ${index}`} />
          ) : (
            <Day
              key={day}
              day={day}
              date={`${month}-${String(day).padStart(2, "0")}`}
              today={today}
              has={days.has(day)}
              onChoose={jump}
            />
          ),
        )}
      </div>
      <p role="status" className="pt-1 text-center text-mini text-ink-3">
        {found.isError ? failureText(found.error) : found.isSuccess && days.size === 0 ? t("kept.days.none") : " "}
      </p>
    </div>
  );
}

interface DayProps {
  day: number;
  date: string;
  today: string;
  /** There are messages. */
  has: boolean;
  onChoose: (date: string) => Promise<void>;
}

function Day({ day, date, today, has, onChoose }: DayProps) {
  const t = useT();
  return (
    <button
      type="button"
      disabled={!has}
      aria-label={t(has ? "kept.days.has" : "kept.days.empty", { day, date })}
      aria-current={date === today ? "date" : undefined}
      onClick={() => void onChoose(date)}
      className={clsx(
        "relative mx-auto flex size-9 items-center justify-center rounded-full text-body max-md:size-11",
        has ? "text-ink-1 hover:bg-hover" : "cursor-default text-ink-3 opacity-60",
        date === today && "font-semibold !text-brand-ink !opacity-100",
      )}
    >
      {day}
      {has && <span aria-hidden className="absolute bottom-1 size-1 rounded-full bg-brand" />}
    </button>
  );
}

/** Monday first. */
function weekdays(locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: locale === "en" ? "short" : "narrow", timeZone: "UTC" });
  // 2024 began on a Monday.
  return Array.from({ length: 7 }, (_, index) => format.format(new Date(Date.UTC(2024, 0, 1 + index))));
}
