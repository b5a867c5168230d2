import { useCall } from "../../app/api.ts";
import { useT } from "../../i18n/index.ts";

/** What this is, and which version of it. */
export function About() {
  const t = useT();
  const { data } = useCall("company.status", {}, { staleTime: 60_000 });
  return (
    <div className="flex items-center gap-4">
      <img src="/icon.svg" alt="" className="size-11 rounded-card" />
      <div className="min-w-0">
        <p className="text-body font-medium">
          {t("common.app.name")} {data?.version}
        </p>
        <p className="text-meta text-ink-2">{t("identity.about.hint")}</p>
      </div>
    </div>
  );
}
