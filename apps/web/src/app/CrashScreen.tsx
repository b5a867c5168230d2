import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { errorText, useT } from "../i18n/index.ts";
import { ErrorState } from "../ui/index.ts";

/** Shown in place of a screen that threw; retry loads its data and draws it again. */
export function CrashScreen({ error, reset }: ErrorComponentProps) {
  const t = useT();
  const router = useRouter();
  const { code, requestId } = Object(error) as { code?: unknown; requestId?: unknown };
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <main className="h-full min-h-0 flex-1 bg-canvas">
      <ErrorState
        title={t("shell.crash.title")}
        message={reason(error, code)}
        errorId={typeof requestId === "string" ? requestId : undefined}
        onRetry={retry}
      />
    </main>
  );
}

function reason(error: unknown, code: unknown): string {
  if (typeof code === "string") return errorText(code);
  if (!navigator.onLine) return errorText("network");
  return error instanceof Error ? error.message : String(error);
}
