import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { withTexts } from "../i18n/index.ts";
import { whenReachable } from "./offline-parts.ts";

const load = whenReachable(withTexts("notices", () => import("../features/notifications/notifier.ts")));
let started = false;

/** Tells of what comes, from soon after the first screen on. */
export function useNotices(): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (started) return;
    // Not needed for the first screen.
    const timer = setTimeout(() => {
      started = true;
      void load().then(({ startNotifier }) => startNotifier(navigate));
    }, 1_000);
    return () => clearTimeout(timer);
  }, [navigate]);
}
