import type { Brief, CallOutput } from "@qunxin/protocol";
import { CircleCheck, ClipboardPaste } from "lucide-react";
import { useState } from "react";
import { useAct } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, Checkbox, Field, Tag, Textarea } from "../../ui/index.ts";
import { PersonLine } from "./PersonLine.tsx";
import { personOfBrief, personState } from "./selection.ts";
import type { Picking } from "./use-picking.ts";

/** A pasted list of accounts, mobiles or names: found people are ticked at once, the rest is shown to be settled. */
export function PasteTab({ picking }: { picking: Picking }) {
  const t = useT();
  const [text, setText] = useState("");
  const match = useAct("directory.matchPasted");
  const find = () => match.mutate({ text }, { onSuccess: ({ people }) => picking.people(people.map(personOfBrief)) });
  return (
    <div className="flex h-full flex-col gap-3 overflow-y-auto p-3">
      <Field
        label={t("directory.paste.label")}
        hint={t("directory.paste.hint")}
        error={match.isError ? failureText(match.error) : undefined}
      >
        <Textarea
          rows={6}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t("directory.paste.placeholder")}
          className="font-mono"
        />
      </Field>
      <Button
        tone="primary"
        className="self-start"
        icon={<ClipboardPaste size={15} aria-hidden />}
        loading={match.isPending}
        disabled={text.trim() === ""}
        onClick={find}
      >
        {t("directory.paste.match")}
      </Button>
      {match.data && <Outcome outcome={match.data} picking={picking} />}
    </div>
  );
}

function Outcome({ outcome, picking }: { outcome: CallOutput<"directory.matchPasted">; picking: Picking }) {
  const t = useT();
  const { people, unknown, ambiguous } = outcome;
  return (
    <div role="status" className="flex flex-col gap-3 text-body">
      <p className="flex items-center gap-1.5">
        {people.length > 0 && <CircleCheck size={16} aria-hidden className="shrink-0 text-ok" />}
        {t("directory.paste.found", { count: people.length })}
      </p>
      {unknown.length > 0 && (
        <section className="flex flex-col gap-1.5">
          <h3 className="text-meta font-medium text-bad">{t("directory.paste.unknown", { count: unknown.length })}</h3>
          <p className="flex flex-wrap gap-1">
            {unknown.map((word) => (
              <Tag key={word} tone="bad">
                {word}
              </Tag>
            ))}
          </p>
        </section>
      )}
      {ambiguous.map(({ text, people: candidates }) => (
        <section key={text} className="flex flex-col gap-1">
          <h3 className="text-meta font-medium text-warn">
            {t("directory.paste.ambiguous", { text, count: candidates.length })}
          </h3>
          {candidates.map((candidate) => (
            <Candidate key={candidate.id} person={candidate} picking={picking} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Candidate({ person, picking }: { person: Brief; picking: Picking }) {
  const picked = personOfBrief(person);
  const on = personState(picking.picked, picked);
  return (
    <Checkbox checked={on} onChange={(next) => picking.person(picked, next)} label={<PersonLine person={person} />} />
  );
}
