import type { ImportRowError, ImportStatus } from "@qunxin/protocol";
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import { callApi } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, type Column, ErrorState, Skeleton, toast, VirtualTable } from "../../../ui/index.ts";
import { Notice } from "../../login/BrandCard.tsx";
import { usePages } from "../use-pages.ts";
import { toCsv } from "./csv.ts";
import { saveFile } from "./save-file.ts";

const pageSize = 200;

/** Every fault of the file, by line; nothing is changed before all are mended. */
export function FaultList({ item }: { item: ImportStatus }) {
  const t = useT();
  const pages = usePages("directory.importErrors", { importId: item.id, limit: pageSize });
  const faults = useMemo(() => pages.data?.pages.flatMap(({ errors }) => errors) ?? [], [pages.data]);
  return (
    <>
      <Notice tone="bad">{t("admin.import.faulty", { count: item.errorCount })}</Notice>
      <section className="flex h-130 max-h-[70dvh] flex-col rounded-card border border-line bg-pane">
        <header className="flex min-h-14 shrink-0 items-center gap-2 px-4">
          <h2 className="min-w-0 flex-1 truncate text-body font-semibold">
            {t("admin.import.faults", { count: item.errorCount })}
          </h2>
          <DownloadFaults item={item} />
        </header>
        <div className="min-h-0 flex-1">
          {pages.isPending && <Skeleton rows={8} className="px-4" />}
          {pages.isError && faults.length === 0 && (
            <ErrorState message={failureText(pages.error)} onRetry={() => void pages.refetch()} />
          )}
          {pages.data && (
            <VirtualTable
              label={t("admin.import.faults", { count: item.errorCount })}
              columns={faultColumns(t)}
              rows={faults}
              rowKey={(fault) => `${fault.line}/${fault.column ?? ""}/${fault.fault}`}
              totalCount={item.errorCount}
              onEndReached={() => {
                if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
              }}
            />
          )}
        </div>
      </section>
    </>
  );
}

function faultColumns(t: ReturnType<typeof useT>): Column<ImportRowError>[] {
  return [
    {
      id: "line",
      header: t("admin.import.line"),
      width: "76px",
      cell: ({ line }) => <span className="tabular-nums">{line}</span>,
    },
    { id: "column", header: t("admin.imports.column"), width: "110px", cell: ({ column }) => column ?? "–" },
    {
      id: "fault",
      header: t("admin.import.fault"),
      width: "minmax(200px, 1.4fr)",
      cell: ({ fault }) => <span className="text-bad">{t(`admin.import.fault.${fault}`)}</span>,
    },
    {
      id: "value",
      header: t("admin.import.value"),
      width: "minmax(140px, 1fr)",
      cell: ({ value }) => <span title={value}>{value || "–"}</span>,
    },
  ];
}

function DownloadFaults({ item }: { item: ImportStatus }) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const faults = await allFaults(item.id);
      const head = [
        t("admin.import.line"),
        t("admin.imports.column"),
        t("admin.import.fault"),
        t("admin.import.value"),
      ];
      const rows = faults.map(({ line, column, fault, value }) => [
        String(line),
        column ?? "",
        t(`admin.import.fault.${fault}`),
        value,
      ]);
      saveFile(toCsv([head, ...rows]), `${item.fileName.replace(/\.[^.]+$/, "")}-errors.csv`, "text/csv;charset=utf-8");
    } catch (error) {
      toast.error(failureText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="sm" loading={busy} icon={<Download size={14} aria-hidden />} onClick={() => void download()}>
      {t("admin.import.faults.download")}
    </Button>
  );
}

async function allFaults(importId: ImportStatus["id"]): Promise<ImportRowError[]> {
  const faults: ImportRowError[] = [];
  let cursor: string | null | undefined;
  do {
    const input = { importId, limit: pageSize, ...(cursor ? { cursor } : {}) };
    const page = await callApi("directory.importErrors", input);
    faults.push(...page.errors);
    cursor = page.nextCursor;
  } while (cursor);
  return faults;
}
