import { type GroupOptions, type GroupType, limits } from "@qunxin/protocol";
import { type FormEvent, useRef, useState } from "react";
import { Form, failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Field, Input, Switch, Textarea } from "../../ui/index.ts";
import { membersAfter } from "../people/head-count.ts";
import { type Picked, toSelection } from "../people/selection.ts";
import type { HeadCount } from "../people/use-head-count.ts";
import { FailureNotice } from "./FailureNotice.tsx";
import { nameTemplates } from "./name-templates.ts";
import type { GroupCreation } from "./use-create-group.ts";

export interface GroupDetailsFormProps {
  id: string;
  type: GroupType;
  picked: Picked;
  headCount: HeadCount;
  creation: GroupCreation;
}

interface Choices {
  follow: boolean;
  memberInvite: boolean;
  joinApproval: boolean;
  hideMembers: boolean;
}

/** Second screen of a new group: name, announcement and options, all of which may stay as they are. */
export function GroupDetailsForm({ id, type, picked, headCount, creation }: GroupDetailsFormProps) {
  const t = useT();
  const [name, setName] = useState("");
  const [announcement, setAnnouncement] = useState("");
  const [choices, setChoices] = useState<Choices>({
    follow: true,
    memberInvite: false,
    joinApproval: false,
    hideMembers: false,
  });
  const mayFollow = type === "normal" && picked.departments.length > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.create({
      type,
      ...(name.trim() ? { name: name.trim() } : {}),
      selection: toSelection(picked),
      followDepartments: mayFollow && choices.follow,
      ...(announcement.trim() ? { announcement } : {}),
      ...(type === "all_staff" ? {} : { options: optionsOf(choices, type) }),
    });
  };
  return (
    <Form id={id} pending={creation.pending} onSubmit={submit} className="flex flex-col gap-4 p-4 md:px-5">
      {creation.error && <FailureNotice>{failureText(creation.error)}</FailureNotice>}
      <p className="text-meta text-ink-2">
        {t(`groups.type.${type}`)}
        {headCount.answer && ` · ${t("common.people.count", { count: membersAfter(headCount.answer) })}`}
      </p>
      <NameField name={name} onChange={setName} picked={picked} />
      <Field label={t("groups.announcement.optional")}>
        <Textarea
          value={announcement}
          maxLength={limits.announcementChars}
          placeholder={t("groups.announcement.placeholder")}
          onChange={(event) => setAnnouncement(event.target.value)}
        />
      </Field>
      {type !== "all_staff" && (
        <OptionSwitches choices={choices} onChange={setChoices} type={type} mayFollow={mayFollow} />
      )}
    </Form>
  );
}

function NameField({ name, onChange, picked }: { name: string; onChange: (name: string) => void; picked: Picked }) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const templates = nameTemplates(picked, new Date());
  return (
    <div className="flex flex-col gap-1.5">
      <Field label={t("groups.name")} hint={t("groups.name.hint")}>
        <Input
          ref={field}
          value={name}
          maxLength={limits.groupNameChars}
          autoComplete="off"
          placeholder={templates[0]?.value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Field>
      <p className="flex flex-wrap items-center gap-1.5 text-meta text-ink-3">
        {t("groups.name.template")}
        {templates.map(({ id, value, typeOver }) => (
          <button
            key={id}
            type="button"
            className="rounded-full bg-hover px-2.5 py-0.5 text-ink-2 hover:bg-selected hover:text-brand-ink max-md:min-h-9"
            onClick={() => {
              onChange(value);
              // After the value is drawn: what is to be typed over is selected.
              requestAnimationFrame(() => {
                field.current?.focus();
                field.current?.setSelectionRange(typeOver ? 0 : value.length, typeOver || value.length);
              });
            }}
          >
            {t(`groups.name.${id}`)}
          </button>
        ))}
      </p>
    </div>
  );
}

interface OptionSwitchesProps {
  choices: Choices;
  onChange: (choices: Choices) => void;
  type: GroupType;
  mayFollow: boolean;
}

function OptionSwitches({ choices, onChange, type, mayFollow }: OptionSwitchesProps) {
  const t = useT();
  const set = (name: keyof Choices) => (on: boolean) => onChange({ ...choices, [name]: on });
  return (
    <div className="flex flex-col divide-y divide-line border-y border-line *:py-1">
      {mayFollow && (
        <Switch
          checked={choices.follow}
          onChange={set("follow")}
          label={t("groups.follow")}
          hint={t("groups.follow.hint")}
        />
      )}
      <Switch checked={choices.memberInvite} onChange={set("memberInvite")} label={t("groups.options.memberInvite")} />
      <Switch
        checked={choices.joinApproval}
        onChange={set("joinApproval")}
        label={t("groups.options.joinApproval")}
        hint={t("groups.options.joinApproval.hint")}
      />
      {type === "customer" && (
        <Switch checked={choices.hideMembers} onChange={set("hideMembers")} label={t("groups.options.hideMembers")} />
      )}
    </div>
  );
}

/** Only what differs from the company's defaults is sent. */
function optionsOf({ memberInvite, joinApproval, hideMembers }: Choices, type: GroupType): Partial<GroupOptions> {
  return {
    ...(memberInvite ? { rights: { "member.invite": true } } : {}),
    ...(joinApproval ? { joinApproval } : {}),
    ...(type === "customer" && hideMembers ? { hideMembersFromExternals: true } : {}),
  };
}
