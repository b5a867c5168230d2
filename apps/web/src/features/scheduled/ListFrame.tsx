import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { failureText } from "../../app/failure-text.ts";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, Skeleton } from "../../ui/index.ts";

export interface ListFrameProps {
  query: UseQueryResult<unknown>;
  empty: boolean;
  icon: ReactNode;
  title: string;
  hint: string;
  children: ReactNode;
}

/** A list of cards with its states: loading, failed, empty. */
export function ListFrame({ query, empty, icon, title, hint, children }: ListFrameProps) {
  const t = useT();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-5 max-md:px-0 max-md:py-2">
      {query.isPending && <Skeleton rows={4} look="list" />}
      {query.isError && (
        <ErrorState title={t("kept.failed")} message={failureText(query.error)} onRetry={() => void query.refetch()} />
      )}
      {empty && <EmptyState icon={icon} title={title} hint={hint} />}
      <ul className="mx-auto flex max-w-180 flex-col gap-3 max-md:gap-2">{children}</ul>
    </div>
  );
}
