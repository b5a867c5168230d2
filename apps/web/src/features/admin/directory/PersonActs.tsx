import type { PersonRow } from "@qunxin/protocol";
import { KeyRound, Pencil, ShieldCheck, ShieldMinus, ShieldOff, UserCheck, UserMinus, UserX } from "lucide-react";
import { useState } from "react";
import { useAct } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useShell } from "../../../app/shell-state.ts";
import { useT } from "../../../i18n/index.ts";
import { Button, confirm, toast } from "../../../ui/index.ts";
import { useDirectoryChanged } from "./directory-news.ts";
import { StatusDialog } from "./StatusDialog.tsx";
import { TemporaryPassword } from "./TemporaryPassword.tsx";

/** What an administrator may do with somebody; the server refuses what would harm, such as ending the last administrator. */
export function PersonActs({ person, onEdit }: { person: PersonRow; onEdit: () => void }) {
  const t = useT();
  const [ending, setEnding] = useState<"disabled" | "left" | null>(null);
  const me = useShell((state) => state.me);
  const active = person.status === "active";
  return (
    <section aria-label={t("admin.person.acts")} className="flex flex-wrap gap-2 border-t border-line pt-4">
      <Button tone="primary" icon={<Pencil size={15} aria-hidden />} onClick={onEdit}>
        {t("common.edit")}
      </Button>
      {active && (person.account ?? person.mobile) && <ResetPassword person={person} />}
      {active && person.id !== me?.id && <ResetSecondFactor person={person} />}
      {active && person.kind === "employee" && <SetAdministrator person={person} />}
      {active ? (
        <Button tone="danger" icon={<UserX size={15} aria-hidden />} onClick={() => setEnding("disabled")}>
          {t("admin.person.disable")}
        </Button>
      ) : (
        <Enable person={person} onEdit={onEdit} />
      )}
      {person.status !== "left" && person.kind === "employee" && (
        <Button tone="danger" icon={<UserMinus size={15} aria-hidden />} onClick={() => setEnding("left")}>
          {t("admin.person.leave")}
        </Button>
      )}
      {ending && <StatusDialog person={person} status={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

function ResetPassword({ person }: { person: PersonRow }) {
  const t = useT();
  const reset = useAct("identity.resetPassword");
  const [password, setPassword] = useState<string | null>(null);
  const ask = async () => {
    const agreed = await confirm({
      title: t("admin.password.reset.title", { name: person.name }),
      body: t("admin.password.reset.body"),
      confirmLabel: t("admin.password.reset"),
    });
    if (!agreed) return;
    reset.mutate(
      { personId: person.id },
      {
        onSuccess: ({ temporaryPassword }) => setPassword(temporaryPassword),
        onError: (error) => toast.error(failureText(error)),
      },
    );
  };
  return (
    <>
      <Button icon={<KeyRound size={15} aria-hidden />} loading={reset.isPending} onClick={() => void ask()}>
        {t("admin.password.reset")}
      </Button>
      {password && (
        <TemporaryPassword
          name={person.name}
          account={person.account ?? person.mobile ?? ""}
          password={password}
          onClose={() => setPassword(null)}
        />
      )}
    </>
  );
}

function ResetSecondFactor({ person }: { person: PersonRow }) {
  const t = useT();
  const reset = useAct("identity.resetSecondFactor");
  const ask = async () => {
    const agreed = await confirm({
      title: t("admin.factor.reset.title", { name: person.name }),
      body: t("admin.factor.reset.body"),
      confirmLabel: t("admin.factor.reset"),
      danger: true,
    });
    if (!agreed) return;
    reset.mutate(
      { personId: person.id },
      {
        onSuccess: () => toast.ok(t("admin.saved")),
        onError: (error) => toast.error(failureText(error)),
      },
    );
  };
  return (
    <Button icon={<ShieldMinus size={15} aria-hidden />} loading={reset.isPending} onClick={() => void ask()}>
      {t("admin.factor.reset")}
    </Button>
  );
}

function SetAdministrator({ person }: { person: PersonRow }) {
  const t = useT();
  const changed = useDirectoryChanged();
  const set = useAct("identity.setAdministrator");
  const administrator = !person.administrator;
  const word = administrator ? "make" : "end";
  const ask = async () => {
    const agreed = await confirm({
      title: t(`admin.administrator.${word}.title`, { name: person.name }),
      body: t(`admin.administrator.${word}.body`),
      confirmLabel: t(`admin.administrator.${word}`),
      danger: !administrator,
    });
    if (!agreed) return;
    set.mutate(
      { personId: person.id, administrator },
      {
        onSuccess: () => {
          changed();
          toast.ok(t("admin.saved"));
        },
        onError: (error) => toast.error(failureText(error)),
      },
    );
  };
  const Icon = administrator ? ShieldCheck : ShieldOff;
  return (
    <Button icon={<Icon size={15} aria-hidden />} loading={set.isPending} onClick={() => void ask()}>
      {t(`admin.administrator.${word}`)}
    </Button>
  );
}

function Enable({ person, onEdit }: { person: PersonRow; onEdit: () => void }) {
  const t = useT();
  const changed = useDirectoryChanged();
  const enable = useAct("directory.setStatus");
  const run = () => {
    if (person.kind === "employee" && person.placements.length === 0) {
      // Whoever left is in no department any more, and an employee needs one.
      toast.info(t("admin.person.enable.department"));
      return onEdit();
    }
    enable.mutate(
      { personId: person.id, status: "active" },
      {
        onSuccess: () => {
          changed();
          toast.ok(t("admin.person.enabled", { name: person.name }));
        },
        onError: (error) => toast.error(failureText(error)),
      },
    );
  };
  return (
    <Button icon={<UserCheck size={15} aria-hidden />} loading={enable.isPending} onClick={run}>
      {t("admin.person.enable")}
    </Button>
  );
}
