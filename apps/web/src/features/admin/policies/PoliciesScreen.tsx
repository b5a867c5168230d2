import { Policy } from "@qunxin/protocol";
import { useCall } from "../../../app/api.ts";
import { Form, failureText, useContractForm } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, ErrorState, Skeleton } from "../../../ui/index.ts";
import { Page } from "../Page.tsx";
import { PurgeDialog } from "../retention/PurgeDialog.tsx";
import { FieldVisibility } from "./FieldVisibility.tsx";
import { FileLimits } from "./FileLimits.tsx";
import { GroupLimits } from "./GroupLimits.tsx";
import { GuardedPeople } from "./GuardedPeople.tsx";
import { MessageLimits } from "./MessageLimits.tsx";
import { MessagePolicyCard } from "./MessagePolicyCard.tsx";
import { PasswordPolicyCard } from "./PasswordPolicyCard.tsx";
import { RetentionPolicyCard } from "./RetentionPolicyCard.tsx";
import { RightsMatrix } from "./RightsMatrix.tsx";
import { SignInPolicyCard } from "./SignInPolicyCard.tsx";
import { useSaving } from "./use-saving.ts";

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
  const form = usePolicyForm(policy);
  const { submit, pending, purging, confirmPurge, cancelPurge } = useSaving(form, policy);
  return (
    <>
      <Form
        onSubmit={submit}
        pending={pending}
        aria-label={t("admin.nav.policies")}
        className="flex min-h-0 flex-1 flex-col"
      >
        <Page title={t("admin.nav.policies")} hint={t("admin.policies.hint")}>
          <RightsMatrix form={form} />
          <GroupLimits form={form} />
          <FieldVisibility form={form} />
          <GuardedPeople form={form} />
          <MessageLimits form={form} />
          <RetentionPolicyCard form={form} />
          <FileLimits form={form} />
          <MessagePolicyCard form={form} />
          <PasswordPolicyCard form={form} />
          <SignInPolicyCard form={form} />
        </Page>
        <Bar form={form} pending={pending} />
      </Form>
      {purging && <PurgeDialog change={purging} pending={pending} onConfirm={confirmPurge} onClose={cancelPurge} />}
    </>
  );
}

function Bar({ form, pending }: { form: PolicyFields; pending: boolean }) {
  const t = useT();
  const { isDirty } = form.formState;
  return (
    <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line bg-pane px-5 py-3">
      <span className="flex-1 text-meta text-ink-2" role="status">
        {isDirty && t("admin.policies.unsaved")}
      </span>
      <Button disabled={!isDirty || pending} onClick={() => form.reset()}>
        {t("admin.policies.reset")}
      </Button>
      <Button type="submit" tone="primary" disabled={!isDirty} loading={pending}>
        {t("common.save")}
      </Button>
    </footer>
  );
}
