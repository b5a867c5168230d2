import { type FormEvent, useState, useSyncExternalStore } from "react";
import { useT } from "../i18n/index.ts";
import { Button } from "./Button.tsx";
import { type PendingConfirm, readPendingConfirm, subscribeConfirm } from "./confirm.ts";
import { Dialog } from "./Dialog.tsx";
import { Field } from "./Field.tsx";
import { Input } from "./Input.tsx";

/** Draws the question of `confirm`; stands once in the app. */
export function ConfirmDialog() {
  const request = useSyncExternalStore(subscribeConfirm, readPendingConfirm);
  return request && <Question key={request.title} request={request} />;
}

function Question({ request }: { request: PendingConfirm }) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const ready = request.typeName === undefined || typed.trim() === request.typeName;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) request.answer(true);
  };
  const footer = (
    <>
      <Button onClick={() => request.answer(false)}>{t("common.cancel")}</Button>
      <Button type="submit" form="confirm-form" tone={request.danger ? "danger-solid" : "primary"} disabled={!ready}>
        {request.confirmLabel ?? t("common.confirm")}
      </Button>
    </>
  );
  return (
    <Dialog
      open
      compact
      size="sm"
      title={request.title}
      footer={footer}
      onOpenChange={(open) => {
        if (!open) request.answer(false);
      }}
    >
      <form id="confirm-form" onSubmit={submit} className="flex flex-col gap-3">
        {request.body && <p className="text-body whitespace-pre-line text-ink-2">{request.body}</p>}
        {request.typeName !== undefined && (
          <Field label={t("common.confirm.typeName", { name: request.typeName })}>
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
          </Field>
        )}
      </form>
    </Dialog>
  );
}
