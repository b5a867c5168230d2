import type { CallInput, Failure, Policy } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FieldPath } from "react-hook-form";
import { callKey, useAct } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { errorText, useT } from "../../../i18n/index.ts";
import { toast } from "../../../ui/index.ts";
import { isShorter, rangeFault } from "../retention/kept.ts";
import { changedParts } from "./changed-parts.ts";
import { bytesPerMb } from "./file-values.ts";
import type { PolicyFields } from "./PoliciesScreen.tsx";

/** Saves the settings; before messages go by it, `purging` asks what a dialog must confirm. */
export function useSaving(form: PolicyFields, policy: Policy) {
  const t = useT();
  const queries = useQueryClient();
  const act = useAct("company.setPolicy");
  const [stored, setStored] = useState(policy);
  const [asked, setAsked] = useState<Policy | null>(null);
  const save = (next: Policy) =>
    act.mutate(changedParts(next, stored), {
      onSuccess: (saved) => {
        queries.setQueryData(callKey("company.policy", {}), saved);
        void queries.invalidateQueries({ queryKey: callKey("retention.groups") });
        setStored(saved);
        form.reset(saved);
        toast.ok(t("admin.saved"));
      },
      onError: (error) => {
        if (!placeRange(form, error)) toast.error(failureText(error));
      },
      onSettled: () => setAsked(null),
    });
  const submit = form.handleSubmit((next) => {
    if (!daysFit(form, next)) return;
    if (shortened(next, stored)) setAsked(next);
    else save(next);
  });
  return {
    submit,
    pending: act.isPending,
    purging: asked && changeOf(asked),
    confirmPurge: () => asked && save(asked),
    cancelPurge: () => setAsked(null),
  };
}

function changeOf({ retention }: Policy): CallInput<"retention.preview"> {
  return { normalDays: retention.normalDays, customerDays: retention.customerDays };
}

function shortened(next: Policy, stored: Policy): boolean {
  return retained.some((name) => isShorter(next.retention[name], stored.retention[name]));
}

const retained = ["normalDays", "customerDays"] as const;

/** Days that may not be set are told before a preview of them is asked for. */
function daysFit(form: PolicyFields, { retention }: Policy): boolean {
  const wrong = retained.flatMap((name) => {
    const message = rangeFault(retention[name]);
    return message ? [{ name: `retention.${name}` as const, message }] : [];
  });
  for (const { name, message } of wrong) form.setError(name, { type: "server", message }, { shouldFocus: true });
  return wrong.length === 0;
}

/** `policy/range` names its field by the path it has in the policy; sizes are shown in megabytes. */
function placeRange(form: PolicyFields, error: unknown): boolean {
  const { code, params } = error as Partial<Failure>;
  if (code !== "policy/range" || typeof params?.field !== "string") return false;
  const unit = params.field.endsWith("Bytes") ? bytesPerMb : 1;
  const bounds = { min: Number(params.min) / unit, max: Number(params.max) / unit };
  const fault = { type: "server", message: errorText(code, bounds) };
  form.setError(params.field as FieldPath<Policy>, fault, { shouldFocus: true });
  return true;
}
