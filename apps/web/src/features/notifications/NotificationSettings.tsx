import type { CallInput } from "@qunxin/protocol";
import { useEffect, useState } from "react";
import { failureText } from "../../app/failure-text.ts";
import { client, useStore } from "../../app/live.ts";
import { fullDateTime, useT } from "../../i18n/index.ts";
import { Button, ErrorState, Skeleton, Switch, toast } from "../../ui/index.ts";
import { type PushState, pushState, turnPushOff, turnPushOn } from "./push.ts";
import { QuietTimes } from "./QuietTimes.tsx";

const pauses = [30, 60, 240] as const;

/** 设置 › 通知: the same on all devices, but for the browser's own pushes. */
export function NotificationSettings() {
  const t = useT();
  const notices = useStore(client.notifying);
  const [failure, setFailure] = useState<unknown>(null);
  const load = () => client.notifying.refresh().then(() => setFailure(null), setFailure);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens.
  useEffect(() => void load(), []);
  if (!notices) {
    if (failure) return <ErrorState message={failureText(failure)} onRetry={() => void load()} />;
    return <Skeleton rows={5} />;
  }
  const { settings } = notices;
  const set = (change: CallInput<"notifications.set">) => {
    client.notifying.set(change).catch((error: unknown) => toast.error(failureText(error)));
  };
  return (
    <div className="flex flex-col divide-y divide-line *:py-1.5">
      <BrowserPush />
      <Switch
        label={t("notices.desktop")}
        hint={t("notices.desktop.hint")}
        checked={settings.desktop}
        onChange={(desktop) => {
          set({ desktop });
          if (desktop) void askBrowser();
        }}
      />
      {settings.desktop && <BrowserPermission />}
      <Switch label={t("notices.sound")} checked={settings.sound} onChange={(sound) => set({ sound })} />
      <Switch
        label={t("notices.preview")}
        hint={t("notices.preview.hint")}
        checked={settings.preview}
        onChange={(preview) => set({ preview })}
      />
      <QuietTimes settings={settings} onChange={set} />
      <Pause until={settings.pausedUntil} onChange={(pausedUntil) => set({ pausedUntil })} />
      <p className="pt-3 text-meta text-ink-3">{t("notices.breaksThrough")}</p>
    </div>
  );
}

/** Asks the browser only after a tap; where it said no, only its own settings help. */
function BrowserPush() {
  const t = useT();
  const [state, setState] = useState<PushState | null>(null);
  useEffect(() => void pushState().then(setState), []);
  const turn = (on: boolean) => {
    const done = on ? turnPushOn() : turnPushOff();
    done.then(setState, (error: unknown) => toast.error(failureText(error)));
  };
  if (state === "denied" || state === "unsupported") {
    return <p className="text-meta text-ink-2">{t(`notices.push.${state}`)}</p>;
  }
  return (
    <Switch
      label={t("notices.push")}
      hint={t("notices.push.hint")}
      checked={state === "on"}
      disabled={state === null}
      onChange={turn}
    />
  );
}

/** The browser has not been asked yet: only a tap may. */
function BrowserPermission() {
  const t = useT();
  const [asked, setAsked] = useState(() => !("Notification" in window) || Notification.permission !== "default");
  if (asked) return null;
  return (
    <div className="flex min-h-11 items-center gap-3">
      <span className="flex-1 text-meta text-ink-2">{t("notices.permission")}</span>
      <Button tone="primary" onClick={() => void askBrowser().then(() => setAsked(true))}>
        {t("notices.permission.allow")}
      </Button>
    </div>
  );
}

async function askBrowser(): Promise<void> {
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
}

function Pause({ until, onChange }: { until: string | null; onChange: (until: string | null) => void }) {
  const t = useT();
  const paused = until !== null && new Date(until) > new Date();
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-2">
      <span className="flex-1 text-body">
        {paused ? t("notices.pausedUntil", { at: fullDateTime(new Date(until)) }) : t("notices.pause")}
      </span>
      {paused ? (
        <Button onClick={() => onChange(null)}>{t("notices.resume")}</Button>
      ) : (
        pauses.map((minutes) => (
          <Button key={minutes} onClick={() => onChange(inMinutes(minutes))}>
            {t(`notices.pause.${minutes}`)}
          </Button>
        ))
      )}
    </div>
  );
}

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
