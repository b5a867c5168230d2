import { Failure, type ImportAction, type ImportChange, type ImportStatus } from "@qunxin/protocol";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { callKey, useAct } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { formatNumber, useT } from "../../../i18n/index.ts";
import { Button, confirm, ErrorState, Skeleton, Switch, Tabs, VirtualTable } from "../../../ui/index.ts";
import { Notice } from "../../login/BrandCard.tsx";
import { usePages } from "../use-pages.ts";
import { CancelImport } from "./CancelImport.tsx";
import { changeColumns } from "./change-columns.tsx";

const actions: readonly ImportAction[] = ["create", "change", "move", "leave"];
type View = ImportAction | "unchanged";

/** A faultless dry run: what would happen, and the decision. */
export function ReadyImport({ item }: { item: ImportStatus }) {
  const t = useT();
  const { counts } = item;
  const [view, setView] = useState<View>(() => actions.find((action) => counts[action] > 0) ?? "unchanged");
  return (
    <>
      <Decision item={item} />
      <section className="flex h-130 max-h-[70dvh] flex-col rounded-card border border-line bg-pane pt-1">
        <Tabs
          label={t("admin.import.result")}
          className="min-h-0 flex-1 *:first:px-4"
          value={view}
          onChange={setView}
          items={[
            ...actions.map((action) => ({
              value: action as View,
              label: t(`admin.import.action.${action}`),
              count: counts[action],
              content: view === action && <Changes item={item} action={action} />,
            })),
            {
              value: "unchanged" as View,
              label: t("admin.import.action.unchanged"),
              count: counts.unchanged,
              content: (
                <p className="p-4 text-body text-ink-2">{t("admin.import.unchanged", { count: counts.unchanged })}</p>
              ),
            },
          ]}
        />
      </section>
    </>
  );
}

function Changes({ item, action }: { item: ImportStatus; action: ImportAction }) {
  const t = useT();
  const pages = usePages("directory.importChanges", { importId: item.id, action, limit: 200 });
  const changes = useMemo(() => pages.data?.pages.flatMap((page) => page.changes) ?? [], [pages.data]);
  if (pages.isPending) return <Skeleton rows={8} className="p-4" />;
  if (pages.isError && changes.length === 0) {
    return <ErrorState message={failureText(pages.error)} onRetry={() => void pages.refetch()} />;
  }
  return (
    <VirtualTable<ImportChange>
      label={t(`admin.import.action.${action}`)}
      columns={changeColumns(t)}
      rows={changes}
      rowKey={(change) => change.account}
      totalCount={item.counts[action]}
      empty={<p className="p-4 text-body text-ink-3">{t(`admin.import.none.${action}`)}</p>}
      onEndReached={() => {
        if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
      }}
    />
  );
}

function Decision({ item }: { item: ImportStatus }) {
  const t = useT();
  const { counts } = item;
  const [missingLeave, setMissingLeave] = useState(false);
  const apply = useApply(item);
  const steps = counts.create + counts.change + counts.move + counts.departments;
  const nothing = steps === 0 && !(missingLeave && counts.leave > 0);
  const decide = async () => {
    const leavers = missingLeave ? counts.leave : 0;
    const agreed =
      leavers === 0 ||
      (await confirm({
        title: t("admin.import.leave.confirm", { count: leavers }),
        body: t("admin.import.leave.consequence"),
        confirmLabel: t("admin.import.apply"),
        danger: true,
      }));
    if (agreed) apply.run(missingLeave);
  };
  return (
    <section className="flex flex-col gap-3 rounded-card border border-line bg-pane p-4">
      {apply.problem && <Notice tone="bad">{apply.problem}</Notice>}
      <p className="text-body font-medium" role="status">
        {steps === 0 && counts.leave === 0 ? t("admin.import.same") : t("admin.import.ready", summary(item))}
      </p>
      {counts.leave > 0 && (
        <div className="rounded-control border border-line px-3">
          <Switch
            checked={missingLeave}
            onChange={setMissingLeave}
            label={t("admin.import.leave", { count: counts.leave })}
            hint={t(missingLeave ? "admin.import.leave.on" : "admin.import.leave.off", { count: counts.leave })}
          />
        </div>
      )}
      {missingLeave && counts.leave > 0 && (
        <Notice tone="warn">{t("admin.import.leave.warning", { count: counts.leave })}</Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" disabled={nothing} loading={apply.pending} onClick={() => void decide()}>
          {t("admin.import.apply")}
        </Button>
        <CancelImport importId={item.id} />
      </div>
    </section>
  );
}

function summary({ counts }: ImportStatus): Record<string, string> {
  const { create, change, move, departments } = counts;
  return {
    create: formatNumber(create),
    change: formatNumber(change),
    move: formatNumber(move),
    departments: formatNumber(departments),
  };
}

function useApply(item: ImportStatus) {
  const t = useT();
  const queries = useQueryClient();
  const act = useAct("directory.applyImport");
  const run = (missingLeave: boolean) =>
    act.mutate(
      { importId: item.id, missingLeave },
      {
        onSuccess: (status) => {
          queries.setQueryData(callKey("directory.import", { importId: item.id }), status);
          void queries.invalidateQueries({ queryKey: callKey("directory.departments") });
          void queries.invalidateQueries({ queryKey: callKey("directory.people") });
        },
      },
    );
  const stale = act.error instanceof Failure && act.error.code === "directory/import_stale";
  const problem = stale ? t("admin.import.stale") : act.error && failureText(act.error);
  return { run, pending: act.isPending, problem };
}
