import { CardField } from "@qunxin/protocol";
import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { useT } from "../../../i18n/index.ts";
import { Button, Checkbox } from "../../../ui/index.ts";
import { Card } from "../Page.tsx";
import { DepartmentChips, PeopleChips } from "./Chips.tsx";
import type { PolicyFields } from "./PoliciesScreen.tsx";

/** A rule as the form holds it: ids are plain texts there. */
interface Rule {
  people: string[];
  departments: string[];
  fields: CardField[];
  shownToPeople: string[];
  shownToDepartments: string[];
}

const blank: Rule = { people: [], departments: [], fields: ["mobile"], shownToPeople: [], shownToDepartments: [] };

/** Some people's fields, executives' mobiles say, are shown only to a few. */
export function GuardedPeople({ form }: { form: PolicyFields }) {
  const t = useT();
  return (
    <Card title={t("admin.guarded.title")} hint={t("admin.guarded.hint")}>
      <Controller
        control={form.control}
        name="guarded"
        render={({ field }) => <Rules rules={field.value} onChange={field.onChange} />}
      />
    </Card>
  );
}

function Rules({ rules, onChange }: { rules: Rule[]; onChange: (rules: Rule[]) => void }) {
  const t = useT();
  return (
    <div className="flex flex-col gap-4">
      {rules.map((rule, index) => (
        <RuleBox
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no identity but its place in the list.
          key={index}
          name={t("admin.guarded.rule", { number: index + 1 })}
          rule={rule}
          onChange={(next) => onChange(rules.map((other, place) => (place === index ? next : other)))}
          onRemove={() => onChange(rules.filter((_, place) => place !== index))}
        />
      ))}
      <Button className="self-start" icon={<Plus size={15} aria-hidden />} onClick={() => onChange([...rules, blank])}>
        {t("admin.guarded.add")}
      </Button>
    </div>
  );
}

interface RuleBoxProps {
  name: string;
  rule: Rule;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
}

function RuleBox({ name, rule, onChange, onRemove }: RuleBoxProps) {
  const t = useT();
  const addPerson = t("admin.guarded.addPerson");
  const addDepartment = t("admin.guarded.addDepartment");
  return (
    <fieldset aria-label={name} className="flex min-w-0 flex-col gap-4 rounded-control border border-line p-3">
      <div className="flex items-center justify-between">
        <span className="text-body font-medium">{name}</span>
        <Button size="sm" tone="danger" icon={<Trash2 size={14} aria-hidden />} onClick={onRemove}>
          {t("admin.guarded.remove")}
        </Button>
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        <Part title={t("admin.guarded.whose")}>
          <PeopleChips label={addPerson} ids={rule.people} onChange={(people) => onChange({ ...rule, people })} />
          <DepartmentChips
            label={addDepartment}
            ids={rule.departments}
            onChange={(departments) => onChange({ ...rule, departments })}
          />
        </Part>
        <Part title={t("admin.guarded.shownTo")}>
          <PeopleChips
            label={addPerson}
            ids={rule.shownToPeople}
            onChange={(shownToPeople) => onChange({ ...rule, shownToPeople })}
          />
          <DepartmentChips
            label={addDepartment}
            ids={rule.shownToDepartments}
            onChange={(shownToDepartments) => onChange({ ...rule, shownToDepartments })}
          />
        </Part>
      </div>
      <Part title={t("admin.guarded.fields")}>
        <FieldTicks fields={rule.fields} onChange={(fields) => onChange({ ...rule, fields })} />
      </Part>
    </fieldset>
  );
}

function FieldTicks({ fields, onChange }: { fields: CardField[]; onChange: (fields: CardField[]) => void }) {
  const t = useT();
  return (
    <div className="flex flex-wrap gap-x-5">
      {CardField.options.map((field) => (
        <Checkbox
          key={field}
          label={t(`admin.person.${field}`)}
          checked={fields.includes(field)}
          onChange={(on) =>
            onChange(CardField.options.filter((other) => (other === field ? on : fields.includes(other))))
          }
        />
      ))}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <span className="text-meta font-medium text-ink-2">{title}</span>
      {children}
    </div>
  );
}
