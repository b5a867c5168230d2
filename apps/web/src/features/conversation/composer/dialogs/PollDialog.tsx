import { Plus, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useT } from "../../../../i18n/index.ts";
import { Button, Checkbox, Dialog, Field, IconButton, Input, Select } from "../../../../ui/index.ts";
import { DialogActs } from "./DialogActs.tsx";
import type { ContentDialogProps } from "./ToolDialogs.tsx";

const lineChars = 200;
const optionsAtMost = 20;
const hourMs = 3_600_000;
const lasting = {
  never: null,
  inHour: hourMs,
  inDay: 24 * hourMs,
  in3Days: 72 * hourMs,
  inWeek: 168 * hourMs,
} as const;
type Lasting = keyof typeof lasting;

/** 发起投票: question, options, and how it is voted. */
export function PollDialog({ onClose, onSend }: ContentDialogProps) {
  const t = useT();
  const [question, setQuestion] = useState("");
  const [options, setOptions] = useState<readonly string[]>(["", ""]);
  const [multiple, setMultiple] = useState(false);
  const [anonymous, setAnonymous] = useState(false);
  const [lasts, setLasts] = useState<Lasting>("never");
  const [tried, setTried] = useState(false);
  const given = [...new Set(options.map((one) => one.trim()).filter(Boolean))];
  const send = () => {
    setTried(true);
    if (!question.trim() || given.length < 2) return;
    const ms = lasting[lasts];
    const closesAt = ms === null ? null : new Date(Date.now() + ms).toISOString();
    onSend({ type: "poll", question: question.trim(), options: given, multiple, anonymous, closesAt });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("kinds.poll.new")}
      footer={<DialogActs onClose={onClose} onSend={send} />}
    >
      <div className="flex flex-col gap-4">
        <Field
          label={t("kinds.poll.question")}
          required
          error={tried && !question.trim() ? t("kinds.required") : undefined}
        >
          <Input
            autoFocus
            value={question}
            maxLength={lineChars}
            onChange={(event) => setQuestion(event.target.value)}
          />
        </Field>
        <Options options={options} onChange={setOptions} error={tried && given.length < 2} />
        <div className="flex flex-wrap gap-x-6 gap-y-2">
          <Checkbox checked={multiple} onChange={() => setMultiple(!multiple)} label={t("kinds.poll.multiple")} />
          <Checkbox checked={anonymous} onChange={() => setAnonymous(!anonymous)} label={t("kinds.poll.anonymous")} />
        </div>
        <Field label={t("kinds.poll.closes")}>
          <Select
            value={lasts}
            onChange={(value) => setLasts(value as Lasting)}
            options={(Object.keys(lasting) as Lasting[]).map((value) => ({ value, label: t(`kinds.poll.${value}`) }))}
          />
        </Field>
      </div>
    </Dialog>
  );
}

interface OptionsProps {
  options: readonly string[];
  onChange: (options: readonly string[]) => void;
  error: boolean;
}

function Options({ options, onChange, error }: OptionsProps) {
  const t = useT();
  const errorId = useId();
  const list = useRef<HTMLDivElement>(null);
  const put = (index: number, text: string) => onChange(options.map((one, at) => (at === index ? text : one)));
  const add = () => {
    onChange([...options, ""]);
    // The new field is there after the next drawing.
    requestAnimationFrame(() => [...(list.current?.querySelectorAll("input") ?? [])].at(-1)?.focus());
  };
  return (
    <div ref={list} className="flex flex-col gap-2">
      {options.map((option, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an option has no identity but its place.
        <div key={index} className="flex items-center gap-1">
          <div className="min-w-0 flex-1">
            <Field label={t("kinds.poll.option", { place: index + 1 })} hideLabel>
              <Input
                value={option}
                maxLength={lineChars}
                placeholder={t("kinds.poll.option", { place: index + 1 })}
                onChange={(event) => put(index, event.target.value)}
              />
            </Field>
          </div>
          <IconButton
            label={t("kinds.poll.removeOption", { place: index + 1 })}
            icon={<X size={16} />}
            disabled={options.length <= 2}
            onClick={() => onChange(options.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error && (
        <p id={errorId} role="alert" className="text-meta text-bad">
          {t("kinds.poll.twoOptions")}
        </p>
      )}
      <span>
        <Button
          size="sm"
          tone="ghost"
          icon={<Plus size={15} />}
          disabled={options.length >= optionsAtMost}
          onClick={add}
        >
          {t("kinds.poll.addOption")}
        </Button>
      </span>
    </div>
  );
}
