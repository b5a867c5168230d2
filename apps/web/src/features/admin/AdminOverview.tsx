import type { CallInput } from "@qunxin/protocol";
import { Link } from "@tanstack/react-router";
import { FileInput, KeyRound, SlidersHorizontal, UserPlus } from "lucide-react";
import type { ReactNode } from "react";
import { useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import type { AdminDirectorySearch } from "../../app/routes/admin.ts";
import { formatNumber, fullDateTime, useT } from "../../i18n/index.ts";
import { ErrorState } from "../../ui/index.ts";
import { StateTag } from "./imports/StateTag.tsx";
import { Page } from "./Page.tsx";

/** Figures that the directory knows, each leading to what it counts, and the usual next acts. */
export function AdminOverview() {
  const t = useT();
  const root = useCall("directory.departments", { parentId: null });
  const company = root.data?.departments[0];
  if (root.isError) return <ErrorState message={failureText(root.error)} onRetry={() => void root.refetch()} />;
  return (
    <Page title={t("admin.nav.overview")}>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <Figure label={t("admin.overview.employees")} value={company?.headCount} search={{}} />
        {company && (
          <CountOf
            label={t("admin.overview.disabled")}
            people={{ departmentId: company.id, below: true, status: "disabled" }}
            search={{ status: "disabled" }}
          />
        )}
        <CountOf
          label={t("admin.overview.left")}
          people={{ departmentId: null, below: false, kind: "employee", status: "left" }}
          search={{ status: "left" }}
        />
        <CountOf
          label={t("admin.overview.externals")}
          people={{ departmentId: null, below: false }}
          search={{ externals: true }}
        />
      </div>
      <Shortcuts />
      <LatestImports />
    </Page>
  );
}

function CountOf(props: { label: string; people: CallInput<"directory.people">; search: AdminDirectorySearch }) {
  const { data } = useCall("directory.people", { ...props.people, limit: 1 });
  return <Figure label={props.label} value={data?.total} search={props.search} />;
}

function Figure(props: { label: string; value: number | undefined; search: AdminDirectorySearch }) {
  return (
    <Link
      to="/admin/directory"
      search={props.search}
      className="rounded-card border border-line bg-pane p-4 transition-colors hover:border-brand"
    >
      <span className="block text-meta text-ink-2">{props.label}</span>
      <strong className="mt-1 block text-[1.625rem] leading-9 font-semibold tabular-nums">
        {props.value === undefined ? "–" : formatNumber(props.value)}
      </strong>
    </Link>
  );
}

function Shortcuts() {
  const t = useT();
  return (
    <section className="rounded-card border border-line bg-pane p-4">
      <h2 className="mb-3 text-body font-semibold">{t("admin.overview.shortcuts")}</h2>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-4">
        <Link to="/admin/imports" className={shortcut}>
          <FileInput size={17} aria-hidden /> {t("admin.overview.import")}
        </Link>
        <Link to="/admin/directory" className={shortcut}>
          <UserPlus size={17} aria-hidden /> {t("admin.overview.people")}
        </Link>
        <Link to="/admin/policies" className={shortcut}>
          <SlidersHorizontal size={17} aria-hidden /> {t("admin.overview.policies")}
        </Link>
        <a href="/api/directory/initial-passwords.csv" download className={shortcut}>
          <KeyRound size={17} aria-hidden /> {t("admin.overview.passwords")}
        </a>
      </div>
    </section>
  );
}

const shortcut =
  "flex min-h-11 items-center gap-2.5 rounded-control border border-line px-3 text-body text-ink-1 hover:bg-hover";

function LatestImports() {
  const t = useT();
  const { data } = useCall("directory.imports", {});
  const latest = data?.imports.slice(0, 5) ?? [];
  return (
    <section className="rounded-card border border-line bg-pane p-4">
      <h2 className="mb-2 text-body font-semibold">{t("admin.overview.imports")}</h2>
      {data && latest.length === 0 && <Quiet>{t("admin.imports.none")}</Quiet>}
      <ul className="divide-y divide-line">
        {latest.map((item) => (
          <li key={item.id}>
            <Link
              to="/admin/imports/$importId"
              params={{ importId: item.id }}
              className="flex min-h-11 items-center gap-3 py-1 hover:text-brand-ink"
            >
              <span className="min-w-0 flex-1 truncate">{item.fileName}</span>
              <StateTag state={item.state} />
              <time dateTime={item.createdAt} className="text-meta whitespace-nowrap text-ink-3">
                {fullDateTime(new Date(item.createdAt))}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Quiet({ children }: { children: ReactNode }) {
  return <p className="py-2 text-body text-ink-3">{children}</p>;
}
