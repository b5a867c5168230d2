import { lazy } from "react";
import { withTexts } from "../../i18n/index.ts";
import { LabelsDialog } from "../labels/LabelsDialog.tsx";
import { RemindDialog } from "../scheduled/RemindDialog.tsx";
import { closeDialog, type OpenDialog } from "./dialogs.ts";
import { ForwardDialog } from "./ForwardDialog.tsx";

const RecordDialog = lazy(
  withTexts("kinds", async () => ({ default: (await import("./RecordDialog.tsx")).RecordDialog })),
);

export function DrawnDialog({ open }: { open: OpenDialog }) {
  switch (open.kind) {
    case "forward":
      return <ForwardDialog {...open} onClose={closeDialog} />;
    case "record":
      return <RecordDialog {...open} onClose={closeDialog} />;
    case "remind":
      return <RemindDialog {...open} onClose={closeDialog} />;
    case "labels":
      return <LabelsDialog {...open} onClose={closeDialog} />;
    default:
      return open satisfies never;
  }
}
