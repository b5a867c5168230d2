import { Failure, identityCalls, type Me } from "@qunxin/protocol";
import { Navigate, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import * as z from "zod/mini";
import { useAct, useCall } from "../../app/api.ts";
import { Form, failureText, faultText, useContractForm } from "../../app/contract-form.tsx";
import { setMe } from "../../app/shell-state.ts";
import { type MessageKey, useT } from "../../i18n/index.ts";
import { Button, Field, Input, PasswordInput } from "../../ui/index.ts";
import { BrandCard, Notice } from "./BrandCard.tsx";
import { deviceKind, deviceName } from "./device-name.ts";
import { ownPath } from "./own-path.ts";
import { hasSession, rememberSession } from "./session-note.ts";

const credentials = z.pick(identityCalls["identity.signIn"].input, { login: true, password: true, code: true });

export function LoginScreen() {
  const t = useT();
  const router = useRouter();
  const { next } = useSearch({ from: "/login" });
  const status = useCall("company.status", {}, { staleTime: 60_000 });
  const cameFromSession = hasSession();
  const me = useCall("identity.me", {}, { enabled: cameFromSession && next === undefined, retry: false });
  const enter = (person: Me) => {
    rememberSession();
    setMe(person);
    const path = ownPath(next, window.location.origin);
    if (person.passwordChangeRequired) void router.navigate({ to: "/password", search: { next: path }, replace: true });
    else if (person.secondFactorRequired)
      void router.navigate({ to: "/settings", search: { section: "security" }, replace: true });
    else router.history.replace(path);
  };
  if (status.data && !status.data.ready) return <Navigate to="/setup" replace />;
  if (me.data) return <Navigate to="/chats" replace />;
  return (
    <BrandCard title={status.data?.company?.name ?? t("common.app.name")} hint={t("identity.login.hint")}>
      {cameFromSession && next !== undefined && <Notice tone="info">{t("identity.login.expired")}</Notice>}
      {status.isError && <Notice tone="bad">{failureText(status.error)}</Notice>}
      <SignInForm onSignedIn={enter} />
    </BrandCard>
  );
}

function SignInForm({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const t = useT();
  const signIn = useAct("identity.signIn");
  const form = useContractForm(credentials, { login: "", password: "", code: undefined });
  const [codeWanted, setCodeWanted] = useState(false);
  const { errors } = form.formState;
  const device = { name: deviceName(navigator.userAgent), kind: deviceKind(navigator.userAgent) };
  const submit = form.handleSubmit((values) =>
    signIn.mutate(
      { ...values, device, hold: "cookie" },
      {
        onSuccess: ({ me }) => onSignedIn(me),
        onError: (error) => {
          const code = error instanceof Failure ? error.code : null;
          if (code === "identity/code_required") return setCodeWanted(true);
          if (code === "identity/wrong_code") {
            form.resetField("code");
            return form.setFocus("code");
          }
          if (code === "identity/wrong_credentials") form.resetField("password");
          form.setFocus("password");
        },
      },
    ),
  );
  return (
    <Form onSubmit={submit} pending={signIn.isPending} aria-label={t("identity.title")} className="flex flex-col gap-4">
      {signIn.isError && <Refusal error={signIn.error} />}
      <Field label={t("identity.login.account")} error={faultText(errors.login)}>
        <Input {...form.register("login")} autoComplete="username" autoCapitalize="off" spellCheck={false} autoFocus />
      </Field>
      <Field label={t("identity.login.password")} error={faultText(errors.password)}>
        <PasswordInput {...form.register("password")} autoComplete="current-password" />
      </Field>
      {codeWanted && (
        <Field label={t("identity.login.code")} hint={t("identity.login.code.hint")} error={faultText(errors.code)}>
          <Input {...form.register("code")} autoComplete="one-time-code" spellCheck={false} autoFocus />
        </Field>
      )}
      <Button type="submit" tone="primary" size="lg" block loading={signIn.isPending}>
        {t("identity.login.submit")}
      </Button>
      <p className="text-center text-meta text-ink-3">{t("identity.login.forgotten")}</p>
    </Form>
  );
}

/** Being asked for a code is a step, no fault. */
function Refusal({ error }: { error: unknown }) {
  const t = useT();
  const asked = error instanceof Failure && error.code === "identity/code_required";
  return <Notice tone={asked ? "info" : "bad"}>{refusal(t, error)}</Notice>;
}

/** Locks and limits say how long they last; everything else is worded by its code. */
function refusal(t: (key: MessageKey, values?: Record<string, number>) => string, error: unknown): string {
  if (!(error instanceof Failure)) return failureText(error);
  const waitMs = Number(error.params.retryAfterMs ?? 0);
  if (error.code === "identity/locked") return t("identity.login.locked", { minutes: Math.ceil(waitMs / 60_000) });
  if (error.code === "request/rate_limited") {
    return t("identity.login.tooOften", { seconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
  if (error.code === "identity/wrong_credentials") return t("identity.login.wrong");
  if (error.code === "identity/disabled") return t("identity.login.disabled");
  return failureText(error);
}
