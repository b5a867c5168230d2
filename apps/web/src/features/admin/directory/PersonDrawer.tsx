import type { Card, PrincipalId } from "@qunxin/protocol";
import { useState } from "react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, Drawer, ErrorState, Skeleton } from "../../../ui/index.ts";
import { EditPerson } from "./EditPerson.tsx";
import { PersonActs } from "./PersonActs.tsx";
import { PersonFacts } from "./PersonFacts.tsx";

export interface PersonDrawerProps {
  /** Null: closed. */
  personId: PrincipalId | null;
  onClose: () => void;
}

/** One person: all that is known, and what an administrator may do. */
export function PersonDrawer({ personId, onClose }: PersonDrawerProps) {
  const t = useT();
  const [editing, setEditing] = useState(false);
  const card = useCall(
    "directory.card",
    { personId: personId ?? ("" as PrincipalId) },
    { enabled: personId !== null, staleTime: 0 },
  );
  const close = () => {
    setEditing(false);
    onClose();
  };
  const person = personId ? card.data : undefined;
  return (
    <Drawer
      size="md"
      open={personId !== null}
      onOpenChange={(open) => !open && close()}
      title={person?.name ?? t("admin.person.title")}
      footer={
        person &&
        editing && (
          <>
            <Button onClick={() => setEditing(false)}>{t("common.cancel")}</Button>
            <Button type="submit" form="edit-person" tone="primary">
              {t("common.save")}
            </Button>
          </>
        )
      }
    >
      {card.isPending && <Skeleton rows={8} />}
      {card.isError && !person && <ErrorState message={failureText(card.error)} onRetry={() => void card.refetch()} />}
      {person &&
        (editing ? (
          <EditPerson person={person} onDone={() => setEditing(false)} />
        ) : (
          <Facts person={person} onEdit={() => setEditing(true)} />
        ))}
    </Drawer>
  );
}

function Facts({ person, onEdit }: { person: Card; onEdit: () => void }) {
  return (
    <div className="flex flex-col gap-5">
      <PersonFacts person={person} />
      <PersonActs person={person} onEdit={onEdit} />
    </div>
  );
}
