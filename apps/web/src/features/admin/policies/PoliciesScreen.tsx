import { type Failure, Policy } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import type { FieldPath } from "react-hook-form";
import { callKey, useAct, useCall } from "../../../app/api.ts";
import { Form, failureText, useContractForm } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, ErrorState, Skeleton, toast } from "../../../ui/index.ts";
import { Page } from "../Page.tsx";
import { FieldVisibility } from "./FieldVisibility.tsx";
import { GroupLimits } from "./GroupLimits.tsx";
import { GuardedPeople } from "./GuardedPeople.tsx";
import { MessagePolicyCard } from "./MessagePolicyCard.tsx";
import { PasswordPolicyCard } from "./PasswordPolicyCard.tsx";
import { RightsMatrix } from "./RightsMatrix.tsx";

/** The company's settings, read fresh every time, because two administrators may be at it. */
export function PoliciesScreen() {
  const policy = useCall("company.policy", {}, { staleTime: 0, gcTime: 0 });
  if (policy.isPending) return <Skeleton rows={10} className="p-5" />;
  if (policy.isError) return <ErrorState message={failureText(policy.error)} onRetry={() => void policy.refetch()} />;
  return <PolicyForm policy={policy.data} />;
}

export type PolicyFields = ReturnType<typeof usePolicyForm>;

function usePolicyForm(policy: Policy) {
  return useContractForm(Policy, policy);
}

function PolicyForm({ policy }: { policy: Policy }) {
  const t = useT();
  const queries = useQueryClient();
  const form = usePolicyForm(policy);
  const save = useAct("company.setPolicy");
  const { isDirty } = form.formState;
  const submit = form.handleSubmit((next) =>
    save.mutate(next, {
      onSuccess: (stored) => {
        queries.setQueryData(callKey("company.policy", {}), stored);
        form.reset(stored);
        toast.ok(t("admin.saved"));
      },
      onError: (error) => {
        if (!placeRange(form, error)) toast.error(failureText(error));
      },
    }),
  );
  return (
    <Form
      onSubmit={submit}
      pending={save.isPending}
      aria-label={t("admin.nav.policies")}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Page title={t("admin.nav.policies")} hint={t("admin.policies.hint")}>
        <RightsMatrix form={form} />
        <GroupLimits form={form} />
        <FieldVisibility form={form} />
        <GuardedPeople form={form} />
        <MessagePolicyCard form={form} />
        <PasswordPolicyCard form={form} />
      </Page>
      <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-pane px-5 py-3">
        <span className="flex-1 text-meta text-ink-2" role="status">
          {isDirty && t("admin.policies.unsaved")}
        </span>
        <Button disabled={!isDirty || save.isPending} onClick={() => form.reset()}>
          {t("admin.policies.reset")}
        </Button>
        <Button type="submit" tone="primary" disabled={!isDirty} loading={save.isPending}>
          {t("common.save")}
        </Button>
      </footer>
    </Form>
  );
}

/** `policy/range` names its field by the path it has in the policy. */
function placeRange(form: PolicyFields, error: unknown): boolean {
  const { code, params } = error as Partial<Failure>;
  if (code !== "policy/range" || typeof params?.field !== "string") return false;
  const field = params.field as FieldPath<Policy>;
  form.setError(field, { type: "server", message: failureText(error) }, { shouldFocus: true });
  return true;
}
