import { Link } from "@tanstack/react-router";
import { CircleSlash } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import type { JoinEndKind } from "./join-end.ts";

export interface JoinEndProps {
  kind: JoinEndKind;
  /** Member limit of a full group. */
  limit?: number | null;
  /** Without the picture, below the group's own head. */
  small?: boolean;
}

/** Why one cannot join, and what to do instead. */
export function JoinEnd({ kind, limit = null, small = false }: JoinEndProps) {
  const t = useT();
  const hint =
    kind === "full"
      ? t("groups.join.full.hint", { limit: limit ?? 0 })
      : t(kind === "externals" ? "groups.join.externals.hint" : "groups.join.askAgain");
  return (
    <div role="alert" className="flex flex-col items-center gap-1 text-center">
      {!small && (
        <span aria-hidden className="mb-3 flex size-16 items-center justify-center rounded-full bg-hover text-ink-3">
          <CircleSlash size={28} strokeWidth={1.6} />
        </span>
      )}
      <p className="text-title font-semibold">{t(`groups.join.${kind}`)}</p>
      <p className="text-meta text-ink-2">{hint}</p>
      <Link to="/chats" className="mt-4 rounded-control px-2 py-1 text-body text-brand-ink hover:underline">
        {t("groups.join.home")}
      </Link>
    </div>
  );
}
