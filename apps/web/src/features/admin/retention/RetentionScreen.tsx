import type { KeptGroup, Policy } from "@qunxin/protocol";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { EmptyState, ErrorState, SearchBox, Skeleton } from "../../../ui/index.ts";
import { usePages } from "../use-pages.ts";
import { GroupRetention } from "./GroupRetention.tsx";
import { daysText } from "./kept.ts";
import { RetentionTable } from "./RetentionTable.tsx";

/** Every group and how long it keeps its messages, found by name. */
export function RetentionScreen() {
  const t = useT();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<KeptGroup | null>(null);
  const policy = useCall("company.policy", {}, { staleTime: 0 });
  if (policy.isError) return <ErrorState message={failureText(policy.error)} onRetry={() => void policy.refetch()} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col p-4 md:p-5">
      <header className="mb-4 flex flex-wrap items-start gap-3">
        <div className="min-w-60 flex-1">
          <h1 className="text-title font-semibold">{t("admin.nav.retention")}</h1>
          {policy.data && <PolicyLine retention={policy.data.retention} />}
        </div>
        <SearchBox
          placeholder={t("admin.retention.search")}
          label={t("admin.retention.search")}
          onSearch={setQuery}
          className="w-full md:w-70"
        />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-card border border-line bg-pane">
        <Groups query={query} onChoose={setChosen} />
      </div>
      {chosen && policy.data && (
        <GroupRetention group={chosen} retention={policy.data.retention} onClose={() => setChosen(null)} />
      )}
    </div>
  );
}

function PolicyLine({ retention }: { retention: Policy["retention"] }) {
  const t = useT();
  const days = { normal: daysText(retention.normalDays), customer: daysText(retention.customerDays) };
  return (
    <p className="mt-0.5 text-meta text-ink-2">
      {t("admin.retention.policyLine", days)}{" "}
      <Link to="/admin/policies" className="text-brand-ink underline">
        {t("admin.retention.toPolicy")}
      </Link>
    </p>
  );
}

function Groups({ query, onChoose }: { query: string; onChoose: (group: KeptGroup) => void }) {
  const t = useT();
  const pages = usePages("retention.groups", { query });
  const groups = useMemo(() => pages.data?.pages.flatMap((page) => page.groups) ?? [], [pages.data]);
  if (pages.isPending) return <Skeleton look="list" rows={8} />;
  if (pages.isError && groups.length === 0) {
    return <ErrorState message={failureText(pages.error)} onRetry={() => void pages.refetch()} />;
  }
  if (groups.length === 0) {
    return <EmptyState title={t(query === "" ? "admin.retention.none" : "admin.retention.notFound")} />;
  }
  return (
    <RetentionTable
      groups={groups}
      onChoose={onChoose}
      onEndReached={() => {
        if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
      }}
    />
  );
}
