import { Download } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { useIsPhone } from "../../../ui/index.ts";
import { openFile } from "../../viewer/viewer-state.ts";
import type { ContentProps } from "./ContentBody.tsx";
import { FileIcon } from "./FileIcon.tsx";
import { fileSource } from "./file-source.ts";
import { sizeText } from "./size-text.ts";

/** A file: its kind, name and size; opens where a browser can show it, and can be saved. */
export function FileContent({ content: { file }, message: { place } }: ContentProps<"file">) {
  const t = useT();
  const source = fileSource(place, file.id, "original");
  const phone = useIsPhone();
  const inside = (
    <>
      <FileIcon file={file} />
      <span className="min-w-0 flex-1 text-left">
        <span className="line-clamp-2 text-body break-all">{file.name || t("chat.kind.file")}</span>
        <span className="block text-meta text-ink-3">{sizeText(file.size)}</span>
      </span>
    </>
  );
  // On its way it can be read neither as one's own nor, yet, through its message.
  if (!place) return <div className="flex w-72 max-w-full items-center gap-3 py-1">{inside}</div>;
  const classes = "flex min-w-0 flex-1 items-center gap-3 rounded-control py-1 hover:text-brand-ink";
  return (
    <div className="flex w-72 max-w-full items-center gap-1">
      {file.preview === "pdf" && (phone || !navigator.pdfViewerEnabled) ? (
        // Where no frame shows it: a page of its own, which has nothing of ours.
        <a href={source} target="_blank" rel="noopener noreferrer" className={classes}>
          {inside}
        </a>
      ) : file.preview === null ? (
        <a href={source} download={file.name} className={classes}>
          {inside}
        </a>
      ) : (
        <button type="button" onClick={() => openFile(place, file)} className={classes}>
          {inside}
        </button>
      )}
      <a
        href={source}
        download={file.name}
        aria-label={t("kinds.file.downloadNamed", { name: file.name })}
        title={t("kinds.file.download")}
        className="flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink-1 max-md:size-11"
      >
        <Download size={17} aria-hidden />
      </a>
    </div>
  );
}
