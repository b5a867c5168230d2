import * as z from "zod/mini";
import { call } from "./call.ts";
import { CompanyInfo, Password } from "./company.ts";
import { PrincipalId, SessionId } from "./ids.ts";

export const DeviceKind = z.enum(["web", "phone", "desktop", "api"]);
export type DeviceKind = z.infer<typeof DeviceKind>;

export const PrincipalKind = z.enum(["employee", "external"]);
export type PrincipalKind = z.infer<typeof PrincipalKind>;

/** The signed-in person, and what their screens must know from the first moment. */
export const Me = z.object({
  id: PrincipalId,
  name: z.string(),
  account: z.nullable(z.string()),
  kind: PrincipalKind,
  avatarUrl: z.nullable(z.string()),
  administrator: z.boolean(),
  /** An administrator who administers nothing until a second factor is set up. */
  secondFactorRequired: z.boolean(),
  passwordChangeRequired: z.boolean(),
  sessionId: SessionId,
  company: CompanyInfo,
});
export type Me = z.infer<typeof Me>;

export const Device = z.object({
  sessionId: SessionId,
  name: z.string(),
  kind: DeviceKind,
  address: z.string(),
  signedInAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  current: z.boolean(),
});
export type Device = z.infer<typeof Device>;

/** Six digits, or a recovery code; blanks and hyphens do not matter. */
export const SecondFactorCode = z.string().check(z.trim(), z.minLength(6), z.maxLength(40));

const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
const demanded = ["identity/wrong_credentials", "identity/locked"] as const;

export const identityCalls = {
  "identity.signIn": call({
    summary: "Opens a session. `cookie` sets an HttpOnly cookie, `bearer` returns the token in the answer instead.",
    access: "public",
    kind: "write",
    input: z.object({
      /** Account or mobile. */
      login: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
      password: Password,
      /** Of the second factor, where there is one: six digits of an app, or a recovery code. */
      code: z.optional(SecondFactorCode),
      device: z.object({ name: z.string().check(z.maxLength(100)), kind: DeviceKind }),
      hold: z.enum(["cookie", "bearer"]),
    }),
    output: z.object({ me: Me, token: z.nullable(z.string()) }),
    errors: [
      "identity/wrong_credentials",
      "identity/locked",
      "identity/disabled",
      "identity/initial_password_expired",
      "identity/code_required",
      "identity/wrong_code",
      "request/rate_limited",
    ],
  }),
  "identity.signOut": call({
    summary: "Ends this session; its sockets close at once.",
    access: "signed_in",
    kind: "write",
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
  "identity.me": call({
    summary: "Who is signed in.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: Me,
    errors: [],
  }),
  "identity.changePassword": call({
    summary: "Changes one's own password and ends one's other sessions.",
    access: "signed_in",
    kind: "write",
    input: z.object({ current: Password, next: Password }),
    output: z.object({}),
    errors: ["identity/wrong_credentials", "identity/password_policy", "identity/same_password", "identity/locked"],
  }),
  "identity.devices": call({
    summary: "One's own sessions, newest first.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: z.object({ devices: z.array(Device) }),
    errors: [],
  }),
  "identity.revokeDevice": call({
    summary: "Signs one of one's own devices out, with one's password; idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ sessionId: SessionId, password: Password }),
    output: z.object({}),
    errors: ["identity/session_not_found", "identity/wrong_credentials", "identity/locked"],
  }),
  "identity.revokeOtherDevices": call({
    summary: "Signs every other device of one's own out, with one's password; idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ password: Password }),
    output: z.object({ revoked: z.int() }),
    errors: ["identity/wrong_credentials", "identity/locked"],
  }),
  "identity.secondFactor": call({
    summary: "Whether one has a second factor, and how many recovery codes are left.",
    access: "signed_in",
    kind: "read",
    input: z.object({}),
    output: z.object({ enabled: z.boolean(), recoveryCodesLeft: z.int() }),
    errors: [],
  }),
  "identity.enrolSecondFactor": call({
    summary: "Begins setting up one's second factor (TOTP): its secret, for an app. It counts once it is confirmed.",
    access: "signed_in",
    kind: "write",
    input: z.object({ password: Password }),
    output: z.object({ secret: z.string(), uri: z.string() }),
    errors: [...demanded, "identity/second_factor_exists"],
  }),
  "identity.confirmSecondFactor": call({
    summary: "Ends setting it up with a code of the app; ends one's other sessions. The recovery codes are told once.",
    access: "signed_in",
    kind: "write",
    input: z.object({ code: SecondFactorCode }),
    output: recoveryCodes,
    errors: ["identity/wrong_code", "identity/second_factor_missing", "identity/locked"],
  }),
  "identity.renewRecoveryCodes": call({
    summary: "New recovery codes instead of all older ones, told once.",
    access: "signed_in",
    kind: "write",
    input: z.object({ password: Password }),
    output: recoveryCodes,
    errors: [...demanded, "identity/second_factor_missing"],
  }),
  "identity.removeSecondFactor": call({
    summary: "Removes one's second factor; idempotent.",
    access: "signed_in",
    kind: "write",
    input: z.object({ password: Password }),
    output: z.object({}),
    errors: [...demanded, "identity/second_factor_required"],
  }),
  "identity.resetSecondFactor": call({
    summary: "Removes the second factor of somebody else who has lost it, and ends their sessions; idempotent.",
    access: "administrator",
    kind: "write",
    input: z.object({ personId: PrincipalId }),
    output: z.object({}),
    errors: ["directory/person_not_found", "directory/person_inactive", "access/permission_denied"],
  }),
  "identity.resetPassword": call({
    summary:
      "Gives a person a temporary password that must be changed at the next sign-in; ends their sessions and lock. It runs out unused as initial ones do (policy `password.initialDays`).",
    access: "administrator",
    kind: "write",
    input: z.object({ personId: PrincipalId }),
    output: z.object({ temporaryPassword: z.string() }),
    errors: ["directory/person_not_found", "directory/person_inactive"],
  }),
  "identity.setAdministrator": call({
    summary: "Makes an employee an administrator of the company, or ends that; idempotent.",
    access: "administrator",
    kind: "write",
    input: z.object({ personId: PrincipalId, administrator: z.boolean() }),
    output: z.object({}),
    errors: ["directory/person_not_found", "directory/person_inactive", "identity/last_administrator"],
  }),
} as const;
