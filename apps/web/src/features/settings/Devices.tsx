import type { CallOutput, Device } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { Laptop, type LucideIcon, Monitor, Smartphone, Terminal } from "lucide-react";
import { useState } from "react";
import { callKey, useAct, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { fullDateTime, useT } from "../../i18n/index.ts";
import { Button, ErrorState, Skeleton, Tag, toast } from "../../ui/index.ts";
import { PasswordQuestion } from "./PasswordQuestion.tsx";

const icons: Record<Device["kind"], LucideIcon> = { web: Monitor, phone: Smartphone, desktop: Laptop, api: Terminal };

/** Where one is signed in, and how to end that from here. */
export function Devices() {
  const t = useT();
  const devices = useCall("identity.devices", {}, { staleTime: 0 });
  if (devices.isPending) return <Skeleton look="list" rows={3} />;
  if (devices.isError)
    return <ErrorState message={failureText(devices.error)} onRetry={() => void devices.refetch()} />;
  const list = devices.data.devices;
  return (
    <>
      <ul className="divide-y divide-line" aria-label={t("identity.settings.devices")}>
        {list.map((device) => (
          <DeviceRow key={device.sessionId} device={device} />
        ))}
      </ul>
      {list.length > 1 && <SignOthersOut />}
    </>
  );
}

function DeviceRow({ device }: { device: Device }) {
  const t = useT();
  const Icon = icons[device.kind];
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <span aria-hidden className="flex size-10 shrink-0 items-center justify-center rounded-card bg-hover text-ink-2">
        <Icon size={19} strokeWidth={1.8} />
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5 text-body">
          <span className="truncate">{device.name}</span>
          {device.current && <Tag tone="brand">{t("identity.devices.current")}</Tag>}
        </span>
        <span className="block text-meta text-ink-2">
          {t("identity.devices.seen", { at: fullDateTime(new Date(device.lastSeenAt)), address: device.address })}
        </span>
      </span>
      {!device.current && <SignDeviceOut device={device} />}
    </li>
  );
}

function SignDeviceOut({ device }: { device: Device }) {
  const t = useT();
  const { name, sessionId } = device;
  const { revoke, open, setOpen, settled } = useRevoking("identity.revokeDevice");
  const run = (password: string) =>
    revoke.mutateAsync(
      { sessionId, password },
      settled(() => toast.ok(t("identity.devices.out", { name }))),
    );
  return (
    <>
      <Button size="sm" aria-label={t("identity.devices.signOut.of", { name })} onClick={() => setOpen(true)}>
        {t("identity.devices.signOut")}
      </Button>
      {open && (
        <PasswordQuestion
          title={t("identity.devices.signOut.title", { name })}
          body={t("identity.devices.signOut.body")}
          confirmLabel={t("identity.devices.signOut")}
          danger
          act={revoke}
          onSubmit={run}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function SignOthersOut() {
  const t = useT();
  const { revoke, open, setOpen, settled } = useRevoking("identity.revokeOtherDevices");
  const run = (password: string) =>
    revoke.mutateAsync(
      { password },
      settled(({ revoked }) => toast.ok(t("identity.devices.others.done", { count: revoked }))),
    );
  return (
    <>
      <Button tone="danger" className="mt-3 max-md:w-full" onClick={() => setOpen(true)}>
        {t("identity.devices.others")}
      </Button>
      {open && (
        <PasswordQuestion
          title={t("identity.devices.others.title")}
          body={t("identity.devices.others.body")}
          confirmLabel={t("identity.devices.others")}
          danger
          act={revoke}
          onSubmit={run}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/** Signing devices out behind the question for the password: done, the question closes and the list is read anew. */
function useRevoking<Name extends "identity.revokeDevice" | "identity.revokeOtherDevices">(name: Name) {
  const queries = useQueryClient();
  const revoke = useAct(name);
  const [open, setOpen] = useState(false);
  const settled = (tell: (output: CallOutput<Name>) => void) => ({
    onSuccess: (output: CallOutput<Name>) => {
      setOpen(false);
      tell(output);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: callKey("identity.devices") }),
  });
  return { revoke, open, setOpen, settled };
}
