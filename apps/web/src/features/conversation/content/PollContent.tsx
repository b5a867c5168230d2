import type { MessageState } from "@qunxin/protocol";
import clsx from "clsx";
import { ChartColumn, Check } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { fullDateTime, useT } from "../../../i18n/index.ts";
import { Button, confirm, Tag } from "../../../ui/index.ts";
import type { ContentProps } from "./ContentBody.tsx";
import { closePoll, vote } from "./list-acts.ts";

const PollVoters = lazy(async () => ({ default: (await import("./PollVoters.tsx")).PollVoters }));

type PollState = NonNullable<MessageState["poll"]>;

/** A poll: choose and vote, then see the result; one's vote can be changed while it is open. */
export function PollContent({ content, message }: ContentProps<"poll">) {
  const t = useT();
  const { place } = message;
  const state = message.state?.poll ?? noVotes(content.options.length);
  const over = state.closed || (content.closesAt !== null && Date.parse(content.closesAt) <= Date.now());
  const [changing, setChanging] = useState(false);
  const voting = !over && place !== null && (changing || state.mine.length === 0);
  const [who, setWho] = useState(false);
  return (
    <section aria-label={t("kinds.poll")} className="w-75 max-w-full">
      <p className="flex items-start gap-2 text-body font-medium">
        <ChartColumn size={17} aria-hidden className="mt-0.5 shrink-0 text-brand-ink" />
        {content.question}
      </p>
      <p className="flex flex-wrap items-center gap-x-1.5 pt-1 text-mini text-ink-3">
        {over && <Tag>{t("kinds.poll.closedTag")}</Tag>}
        <span>{t(content.multiple ? "kinds.poll.many" : "kinds.poll.single")}</span>
        {content.anonymous && <span>· {t("kinds.poll.anonymous")}</span>}
        {content.closesAt && !over && (
          <span>· {t("kinds.poll.closesAt", { time: fullDateTime(new Date(content.closesAt)) })}</span>
        )}
      </p>
      {voting && place ? (
        <Voting content={content} place={place} mine={state.mine} onDone={() => setChanging(false)} />
      ) : (
        <Results content={content} state={state} />
      )}
      <p className="flex flex-wrap items-center gap-1 pt-1.5 text-mini text-ink-3">
        <span className="flex-1">{t("kinds.poll.voters", { count: state.voters })}</span>
        {!over && !voting && place && <Small label={t("kinds.poll.change")} onClick={() => setChanging(true)} />}
        {!content.anonymous && place && state.voters > 0 && (
          <Small label={t("kinds.poll.who")} onClick={() => setWho(true)} />
        )}
        {!over && message.own && place && (
          <Small
            label={t("kinds.poll.close")}
            onClick={() => {
              const asked = { title: t("kinds.poll.close"), body: t("kinds.poll.closeConfirm") };
              void confirm({ ...asked, confirmLabel: t("kinds.poll.close") }).then((yes) => yes && closePoll(place));
            }}
          />
        )}
      </p>
      <Suspense>
        {who && place && <PollVoters place={place} options={content.options} onClose={() => setWho(false)} />}
      </Suspense>
    </section>
  );
}

function Small({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="rounded-control px-1.5 py-0.5 text-meta text-brand-ink hover:bg-hover max-md:min-h-11"
    >
      {label}
    </button>
  );
}

interface VotingProps extends Pick<ContentProps<"poll">, "content"> {
  place: NonNullable<ContentProps["message"]["place"]>;
  mine: readonly number[];
  onDone: () => void;
}

function Voting({ content: { options, multiple, question }, place, mine, onDone }: VotingProps) {
  const t = useT();
  const [chosen, setChosen] = useState<readonly number[]>(mine);
  const [busy, setBusy] = useState(false);
  const toggle = (option: number) =>
    setChosen((now) => {
      if (!multiple) return [option];
      return now.includes(option) ? now.filter((one) => one !== option) : [...now, option];
    });
  const submit = async (picked: readonly number[]) => {
    setBusy(true);
    if (await vote(place, picked)) onDone();
    setBusy(false);
  };
  return (
    <fieldset aria-label={question} className="flex flex-col gap-1.5 pt-2">
      {options.map((option, index) => (
        <label
          key={option}
          className={clsx(
            "flex min-h-9 cursor-pointer items-center gap-2 rounded-control border px-2.5 py-1 text-body max-md:min-h-11",
            chosen.includes(index) ? "border-brand bg-brand-soft" : "border-line hover:bg-hover",
          )}
        >
          <input
            type={multiple ? "checkbox" : "radio"}
            name={`poll-${place.conversationId}-${place.seq}`}
            checked={chosen.includes(index)}
            onChange={() => toggle(index)}
            className="size-4 shrink-0 accent-brand"
          />
          <span className="min-w-0 flex-1">{option}</span>
        </label>
      ))}
      <span className="flex gap-2 pt-0.5">
        <Button
          size="sm"
          tone="primary"
          disabled={chosen.length === 0}
          loading={busy}
          onClick={() => void submit(chosen)}
        >
          {t("kinds.poll.vote")}
        </Button>
        {mine.length > 0 && (
          <>
            <Button size="sm" onClick={onDone}>
              {t("common.cancel")}
            </Button>
            <Button size="sm" tone="ghost" onClick={() => void submit([])}>
              {t("kinds.poll.takeBack")}
            </Button>
          </>
        )}
      </span>
    </fieldset>
  );
}

function Results({ content: { options }, state }: Pick<ContentProps<"poll">, "content"> & { state: PollState }) {
  const t = useT();
  return (
    <ul className="flex flex-col gap-1.5 pt-2">
      {options.map((option, index) => {
        const count = state.counts[index] ?? 0;
        const share = state.voters === 0 ? 0 : count / state.voters;
        return (
          <li
            key={option}
            className="relative flex min-h-9 items-center gap-2 overflow-hidden rounded-control bg-hover px-2.5 py-1 text-body max-md:min-h-11"
          >
            <span
              aria-hidden
              className="absolute inset-y-0 left-0 bg-brand-soft transition-[width]"
              style={{ width: `${share * 100}%` }}
            />
            <span className="relative min-w-0 flex-1">{option}</span>
            {state.mine.includes(index) && (
              <Check size={15} role="img" aria-label={t("kinds.poll.chosen")} className="relative text-brand-ink" />
            )}
            <span className="relative shrink-0 text-meta text-ink-2 tabular-nums">
              {t("kinds.poll.votes", { count })} · {Math.round(share * 100)}%
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function noVotes(options: number): PollState {
  return { counts: Array.from({ length: options }, () => 0), voters: 0, mine: [], closed: false };
}
