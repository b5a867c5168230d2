import type { CallOutput } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { callKey, useAct, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { setMe, useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorState, Skeleton, Tag, toast } from "../../ui/index.ts";
import { Notice } from "../login/BrandCard.tsx";
import { PasswordQuestion } from "./PasswordQuestion.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

const EnrolDialog = lazy(() => import("./EnrolDialog.tsx").then(({ EnrolDialog: it }) => ({ default: it })));

/** One's second factor: set up with an app, with codes for the day it is lost, and taken away again. */
export function SecondFactor() {
  const t = useT();
  const wanted = useShell((state) => state.me?.secondFactorRequired);
  const factor = useCall("identity.secondFactor", {}, { staleTime: 0 });
  if (factor.isPending) return <Skeleton look="list" rows={1} />;
  if (factor.isError) return <ErrorState message={failureText(factor.error)} onRetry={() => void factor.refetch()} />;
  const { enabled, recoveryCodesLeft } = factor.data;
  return (
    <div className="flex flex-col gap-3">
      {wanted && <Notice tone="info">{t("identity.factor.wanted")}</Notice>}
      <p className="flex items-center gap-2 text-body">
        <Tag tone={enabled ? "brand" : "neutral"}>{t(enabled ? "identity.factor.on" : "identity.factor.off")}</Tag>
        {enabled && t("identity.factor.left", { count: recoveryCodesLeft })}
      </p>
      <p className="text-meta text-ink-2">{t("identity.factor.hint")}</p>
      <div className="flex flex-wrap gap-2">{enabled ? <Keep /> : <SetUp />}</div>
    </div>
  );
}

function useFactorChanged(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: callKey("identity.secondFactor") });
    void queries.invalidateQueries({ queryKey: callKey("identity.devices") });
  };
}

function SetUp() {
  const t = useT();
  const changed = useFactorChanged();
  const enrol = useAct("identity.enrolSecondFactor");
  const [asking, setAsking] = useState(false);
  const [begun, setBegun] = useState<CallOutput<"identity.enrolSecondFactor"> | null>(null);
  const begin = async (password: string) => {
    setBegun(await enrol.mutateAsync({ password }));
    setAsking(false);
  };
  const close = (confirmed: boolean) => {
    setBegun(null);
    const { me } = useShell.getState();
    if (confirmed && me?.secondFactorRequired) setMe({ ...me, administrator: true, secondFactorRequired: false });
    changed();
  };
  return (
    <>
      <Button tone="primary" onClick={() => setAsking(true)}>
        {t("identity.factor.setUp")}
      </Button>
      {asking && (
        <PasswordQuestion
          title={t("identity.factor.setUp")}
          body={t("identity.factor.setUp.body")}
          confirmLabel={t("common.confirm")}
          act={enrol}
          onSubmit={begin}
          onClose={() => setAsking(false)}
        />
      )}
      {begun && (
        <Suspense>
          <EnrolDialog begun={begun} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

function Keep() {
  const t = useT();
  const changed = useFactorChanged();
  const remove = useAct("identity.removeSecondFactor");
  const renew = useAct("identity.renewRecoveryCodes");
  const [asking, setAsking] = useState<"remove" | "renew" | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const run = async (password: string) => {
    if (asking === "remove") {
      await remove.mutateAsync({ password });
      toast.ok(t("identity.factor.removed"));
    } else setCodes((await renew.mutateAsync({ password })).recoveryCodes);
    setAsking(null);
    changed();
  };
  return (
    <>
      <Button onClick={() => setAsking("renew")}>{t("identity.factor.renew")}</Button>
      <Button tone="danger" onClick={() => setAsking("remove")}>
        {t("identity.factor.remove")}
      </Button>
      {asking && (
        <PasswordQuestion
          title={t(`identity.factor.${asking}`)}
          body={t(`identity.factor.${asking}.body`)}
          confirmLabel={t(`identity.factor.${asking}`)}
          danger={asking === "remove"}
          act={asking === "remove" ? remove : renew}
          onSubmit={run}
          onClose={() => setAsking(null)}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(null)} />}
    </>
  );
}
