import { fail } from "@qunxin/protocol";
import type { UseCasesOf } from "../../platform/caller.ts";
import type { Parts } from "./parts.ts";
import { ownsSession } from "./session-store.ts";

type DeviceCalls = Pick<
  UseCasesOf<"identity">,
  "identity.devices" | "identity.revokeDevice" | "identity.revokeOtherDevices"
>;

/** One's own devices, and signing them out from afar, for which one proves oneself again (OWASP ASVS 5.0, 7.5.2). */
export function deviceUseCases({ reading, transact, passwords, sessions }: Parts): DeviceCalls {
  return {
    "identity.devices": async (_args, actor) => {
      const records = await sessions.of(actor.id);
      const devices = records.map(({ id, deviceName, deviceKind, address, createdAt, lastSeenAt }) => ({
        sessionId: id,
        name: deviceName,
        kind: deviceKind,
        address,
        signedInAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        current: id === actor.sessionId,
      }));
      return { devices };
    },
    "identity.revokeDevice": async ({ sessionId, password }, actor) => {
      await passwords.demand(actor, password);
      if (!(await ownsSession(reading, actor.id, sessionId))) fail("identity/session_not_found");
      await transact((tx) => sessions.end(tx, [sessionId]));
      return {};
    },
    "identity.revokeOtherDevices": async ({ password }, actor) => {
      await passwords.demand(actor, password);
      return { revoked: await transact((tx) => sessions.endOf(tx, [actor.id], actor.sessionId)) };
    },
  };
}
