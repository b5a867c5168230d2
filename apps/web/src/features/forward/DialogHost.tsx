import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { withTexts } from "../../i18n/index.ts";
import { useDialogs } from "./dialogs.ts";

const DrawnDialog = lazy(withTexts("kept", async () => ({ default: (await import("./DrawnDialog.tsx")).DrawnDialog })));

/** Draws the dialog that was asked for, and follows what one keeps; nothing of either is in the first load. */
export function DialogHost() {
  const open = useDialogs((state) => state.open);
  const queries = useQueryClient();
  const navigate = useNavigate();
  useEffect(
    () => void import("../favourites/watch-kept.ts").then(({ watchKept }) => watchKept(queries, navigate)),
    [queries, navigate],
  );
  return (
    open && (
      <Suspense>
        <DrawnDialog open={open} />
      </Suspense>
    )
  );
}
