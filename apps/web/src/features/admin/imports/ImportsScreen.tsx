import { type ImportStatus, importColumns } from "@qunxin/protocol";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useCall } from "../../../app/api.ts";
import { failureText } from "../../../app/contract-form.tsx";
import { fullDateTime, useLocale, useT } from "../../../i18n/index.ts";
import { ErrorState, Skeleton } from "../../../ui/index.ts";
import { Card, Page } from "../Page.tsx";
import { DropBox } from "./DropBox.tsx";
import { StateTag } from "./StateTag.tsx";

/** Start of an import: template, file, and the imports so far. */
export function ImportsScreen() {
  const t = useT();
  return (
    <Page title={t("admin.imports.title")} hint={t("admin.imports.hint")}>
      <Card title={t("admin.imports.step.file")} hint={t("admin.imports.step.file.hint")}>
        <DropBox />
      </Card>
      <Card title={t("admin.imports.template")} hint={t("admin.imports.template.hint")}>
        <Templates />
        <Columns />
      </Card>
      <Card title={t("admin.imports.history")}>
        <History />
      </Card>
    </Page>
  );
}

function Templates() {
  const t = useT();
  const locale = useLocale();
  return (
    <div className="flex flex-wrap gap-2">
      {(["xlsx", "csv"] as const).map((format) => (
        <a
          key={format}
          href={`/api/directory/import-template.${format}?locale=${locale}`}
          download
          className="inline-flex h-control items-center gap-1.5 rounded-control border border-line-strong bg-pane px-3.5 text-body font-medium hover:bg-hover"
        >
          <Download size={15} aria-hidden />
          {t(`admin.imports.template.${format}`)}
        </a>
      ))}
    </div>
  );
}

function Columns() {
  const t = useT();
  return (
    <div className="mt-4 overflow-x-auto">
      <table className="w-full text-left text-body">
        <caption className="sr-only">{t("admin.imports.columns")}</caption>
        <thead className="text-meta text-ink-2">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 pr-4 font-medium whitespace-nowrap">
              {t("admin.imports.column")}
            </th>
            <th scope="col" className="py-2 pr-4 font-medium whitespace-nowrap">
              {t("admin.imports.column.required")}
            </th>
            <th scope="col" className="py-2 font-medium">
              {t("admin.imports.column.meaning")}
            </th>
          </tr>
        </thead>
        <tbody>
          {importColumns.map((column) => (
            <tr key={column.key} className="border-b border-line last:border-0">
              <th scope="row" className="py-2 pr-4 font-medium whitespace-nowrap">
                {column.title}
              </th>
              <td className="py-2 pr-4 text-ink-2">{t(column.required ? "admin.yes" : "admin.optional")}</td>
              <td className="py-2 text-ink-2 break-words">{t(`admin.imports.column.${column.key}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function History() {
  const t = useT();
  const imports = useCall("directory.imports", {}, { staleTime: 0 });
  if (imports.isPending) return <Skeleton rows={3} />;
  if (imports.isError) {
    return <ErrorState message={failureText(imports.error)} onRetry={() => void imports.refetch()} />;
  }
  if (imports.data.imports.length === 0) return <p className="text-body text-ink-3">{t("admin.imports.none")}</p>;
  return (
    <ul className="divide-y divide-line" aria-label={t("admin.imports.history")}>
      {imports.data.imports.map((item) => (
        <HistoryRow key={item.id} item={item} />
      ))}
    </ul>
  );
}

function HistoryRow({ item }: { item: ImportStatus }) {
  const t = useT();
  return (
    <li>
      <Link
        to="/admin/imports/$importId"
        params={{ importId: item.id }}
        className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-2 hover:text-brand-ink"
      >
        <span className="min-w-40 flex-1 truncate">{item.fileName}</span>
        <span className="text-meta text-ink-2">{t("admin.import.rows", { count: item.rows })}</span>
        <StateTag state={item.state} />
        <time dateTime={item.createdAt} className="text-meta whitespace-nowrap text-ink-3">
          {fullDateTime(new Date(item.createdAt))}
        </time>
      </Link>
    </li>
  );
}
