import { limits } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { FileUp } from "lucide-react";
import { type DragEvent, type Ref, useRef, useState } from "react";
import { failureText } from "../../../app/contract-form.tsx";
import { useT } from "../../../i18n/index.ts";
import { Button, ProgressBar } from "../../../ui/index.ts";
import { Notice } from "../../login/BrandCard.tsx";
import { uploadImport } from "./upload.ts";

/** Takes one file by drop or by choice, sends it, and opens its check. */
export function DropBox() {
  const input = useRef<HTMLInputElement>(null);
  const upload = useUpload();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) upload.start(file);
  };
  return (
    <div className="flex flex-col gap-3">
      {upload.problem && <Notice tone="bad">{upload.problem}</Notice>}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button inside does the same by keyboard. */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx(
          "flex min-h-44 flex-col items-center justify-center gap-3 rounded-card border-2 border-dashed p-6 text-center transition-colors",
          over ? "border-brand bg-brand-soft" : "border-line-strong",
        )}
      >
        {upload.sent === null ? (
          <Invitation onChoose={() => input.current?.click()} />
        ) : (
          <Sending fileName={upload.fileName} sent={upload.sent} onCancel={upload.cancel} />
        )}
        <FileField ref={input} onFile={upload.start} />
      </div>
    </div>
  );
}

function Invitation({ onChoose }: { onChoose: () => void }) {
  const t = useT();
  return (
    <>
      <FileUp size={30} strokeWidth={1.5} aria-hidden className="text-ink-3" />
      <p className="text-body text-ink-2 max-md:hidden">{t("admin.imports.drop")}</p>
      <Button tone="primary" onClick={onChoose}>
        {t("admin.imports.choose")}
      </Button>
      <p className="text-meta text-ink-3">
        {t("admin.imports.formats", { rows: limits.importRows, megabytes: limits.importBytes / 1024 / 1024 })}
      </p>
    </>
  );
}

function FileField({ ref, onFile }: { ref: Ref<HTMLInputElement>; onFile: (file: File) => void }) {
  const t = useT();
  return (
    <input
      ref={ref}
      type="file"
      accept=".csv,.xlsx"
      aria-label={t("admin.imports.file")}
      className="sr-only"
      tabIndex={-1}
      onChange={(event) => {
        const file = event.target.files?.[0];
        // The same file may be chosen again after it was mended.
        event.target.value = "";
        if (file) onFile(file);
      }}
    />
  );
}

function Sending({ fileName, sent, onCancel }: { fileName: string; sent: number; onCancel: () => void }) {
  const t = useT();
  return (
    <div className="flex w-full max-w-100 flex-col gap-2">
      <p className="truncate text-body">{t("admin.imports.sending", { name: fileName })}</p>
      <ProgressBar value={sent} label={t("admin.imports.sending", { name: fileName })} />
      <Button tone="link" className="self-center" onClick={onCancel}>
        {t("common.cancel")}
      </Button>
    </div>
  );
}

function useUpload() {
  const navigate = useNavigate();
  const running = useRef<AbortController | null>(null);
  const [fileName, setFileName] = useState("");
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const start = (file: File) => {
    if (running.current) return;
    const controller = new AbortController();
    running.current = controller;
    setFileName(file.name);
    setSent(0);
    setProblem(null);
    uploadImport(file, setSent, controller.signal)
      .then(({ id }) => navigate({ to: "/admin/imports/$importId", params: { importId: id } }))
      .catch((error: unknown) => {
        if (!controller.signal.aborted) setProblem(failureText(error));
      })
      .finally(() => {
        running.current = null;
        setSent(null);
      });
  };
  return { fileName, sent, problem, start, cancel: () => running.current?.abort() };
}
