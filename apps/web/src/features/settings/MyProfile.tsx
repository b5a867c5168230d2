import type { Card, PrincipalId } from "@qunxin/protocol";
import type { ReactNode } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { ErrorState, KindTag, Skeleton } from "../../ui/index.ts";
import { MyPicture } from "./MyPicture.tsx";

/** One's own card as the directory has it; the company's administrators change it, the picture one changes oneself. */
export function MyProfile() {
  const me = useShell((state) => state.me);
  return me && <Profile id={me.id} />;
}

function Profile({ id }: { id: PrincipalId }) {
  const t = useT();
  const card = useCall("directory.card", { personId: id });
  if (card.isPending) return <Skeleton rows={4} />;
  if (card.isError) return <ErrorState message={failureText(card.error)} onRetry={() => void card.refetch()} />;
  const person = card.data;
  return (
    <>
      <MyPicture person={person}>
        <div className="min-w-0">
          <p className="flex items-center gap-1.5 text-title font-semibold">
            <span className="truncate">{person.name}</span>
            {person.kind === "external" && <KindTag kind="external" />}
          </p>
          <p className="truncate text-meta text-ink-2">{person.position ?? person.organisation ?? person.account}</p>
        </div>
      </MyPicture>
      <Facts person={person} />
      {person.kind === "employee" && <p className="mt-3 text-meta text-ink-3">{t("identity.profile.hint")}</p>}
    </>
  );
}

function Facts({ person }: { person: Card }) {
  const t = useT();
  const facts: [string, ReactNode][] = [
    [t("identity.profile.account"), person.account],
    [t("identity.profile.mobile"), person.mobile],
    [t("identity.profile.email"), person.email],
    [t("identity.profile.organisation"), person.organisation],
    [t("identity.profile.employeeNo"), person.employeeNo],
    [
      t("identity.profile.departments"),
      person.placements.length > 0 &&
        person.placements.map(({ departmentId, path }) => (
          <span key={departmentId} className="block">
            {path.join(" / ")}
          </span>
        )),
    ],
  ];
  return (
    <dl className="mt-4 flex flex-col divide-y divide-line border-t border-line">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className="flex gap-4 py-2">
              <dt className="w-28 shrink-0 text-body text-ink-2">{name}</dt>
              <dd className="min-w-0 flex-1 text-body break-words">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
