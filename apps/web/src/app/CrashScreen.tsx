import { Unreachable } from "@qunxin/client";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { errorText, useT } from "../i18n/index.ts";
import { ErrorState } from "../ui/index.ts";
import { UnreachableScreen } from "./UnreachableScreen.tsx";

/** Shown in place of a screen that threw; retry loads its data and draws it again. */
export function CrashScreen({ error, reset }: ErrorComponentProps) {
  const t = useT();
  const router = useRouter();
  const { code, requestId } = Object(error) as { code?: unknown; requestId?: unknown };
  const retry = () => {
    reset();
    void router.invalidate();
  };
  if (isUnreachable(error)) return <UnreachableScreen onRetry={retry} />;
  return (
    <main className="h-dvh max-h-full min-h-0 flex-1 bg-canvas">
      <ErrorState
        title={t("shell.crash.title")}
        message={reason(error, code)}
        errorId={typeof requestId === "string" ? requestId : undefined}
        onRetry={retry}
      />
    </main>
  );
}

/** The server did not answer, or a screen's code could not be fetched; browsers word the latter differently. */
function isUnreachable(error: unknown): boolean {
  return error instanceof Unreachable || /dynamically imported module|importing a module script/i.test(String(error));
}

function reason(error: unknown, code: unknown): string {
  if (typeof code === "string") return errorText(code);
  if (!navigator.onLine) return errorText("network");
  return error instanceof Error ? error.message : String(error);
}
