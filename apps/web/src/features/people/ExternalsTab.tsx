import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { failureText } from "../../app/contract-form.tsx";
import { useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorState, Skeleton, Tag } from "../../ui/index.ts";
import { NewExternalForm } from "./NewExternalForm.tsx";
import { PersonLine } from "./PersonLine.tsx";
import { PickList } from "./PickList.tsx";
import { personOfRow, personState } from "./selection.ts";
import { usePeoplePages } from "./use-people-pages.ts";
import type { Picking } from "./use-picking.ts";

/** External contacts, for customer groups; a new one is added on the spot by name and mobile. */
export function ExternalsTab({ picking }: { picking: Picking }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const { people, error, retry, loadMore } = usePeoplePages({ departmentId: null, below: false, kind: "external" });
  if (adding) {
    return (
      <NewExternalForm
        onCancel={() => setAdding(false)}
        onCreated={(person) => {
          picking.person(person, true);
          setAdding(false);
        }}
      />
    );
  }
  const add = (
    <Button icon={<UserRoundPlus size={15} aria-hidden />} onClick={() => setAdding(true)}>
      {t("directory.external.new")}
    </Button>
  );
  if (error) return <ErrorState message={failureText(error)} onRetry={retry} />;
  if (!people) return <Skeleton look="list" />;
  if (people.length === 0) {
    return <EmptyState title={t("directory.external.none")} hint={t("directory.external.hint")} action={add} />;
  }
  return (
    <div className="flex h-full flex-col">
      <div className="p-2">{add}</div>
      <div className="min-h-0 flex-1 px-1">
        <PickList
          label={t("directory.pick.external")}
          items={people}
          keyOf={(person) => person.id}
          stateOf={(person) => picking.members.has(person.id) || personState(picking.picked, personOfRow(person))}
          onToggle={(person, on) => picking.person(personOfRow(person), on)}
          onEndReached={loadMore}
          render={(person) => (
            <PersonLine
              person={person}
              note={person.organisation}
              tags={picking.members.has(person.id) && <Tag>{t("directory.pick.member")}</Tag>}
            />
          )}
        />
      </div>
    </div>
  );
}
