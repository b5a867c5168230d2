import { WifiOff } from "lucide-react";
import { useEffect } from "react";
import { useT } from "../i18n/index.ts";
import { Spinner } from "../ui/index.ts";
import { setConnection, useShell } from "./shell-state.ts";

/** Slim bar above everything while the connection is gone. */
export function ConnectionBar() {
  const t = useT();
  const connection = useShell((state) => state.connection);
  useEffect(() => {
    const offline = () => setConnection("offline");
    const online = () => setConnection("online");
    window.addEventListener("offline", offline);
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("offline", offline);
      window.removeEventListener("online", online);
    };
  }, []);
  return (
    <div role="status">
      {connection !== "online" && (
        <p className="flex min-h-7 items-center justify-center gap-2 bg-warn-soft px-4 pt-[env(safe-area-inset-top)] text-meta text-warn">
          {connection === "offline" ? <WifiOff size={14} aria-hidden /> : <Spinner size={14} />}
          {t(connection === "offline" ? "shell.offline" : "shell.reconnecting")}
        </p>
      )}
    </div>
  );
}
