import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Why a form or dialog could not do what was asked; read aloud at once. */
export function FailureNotice({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="flex items-start gap-2 rounded-card bg-bad-soft px-3 py-2 text-body text-bad">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}
