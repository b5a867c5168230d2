import type { ConversationId } from "@qunxin/protocol";
import { Play, X } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { Spinner } from "../../../ui/index.ts";
import { changeTray } from "../../uploads/engine.ts";
import type { OutgoingFile } from "../../uploads/outgoing.ts";
import { FileIcon } from "../content/FileIcon.tsx";
import { clockText, sizeText } from "../content/size-text.ts";

export interface TrayProps {
  id: ConversationId;
  files: readonly OutgoingFile[];
  reading: boolean;
}

/** The files that go with the next message. */
export function Tray({ id, files, reading }: TrayProps) {
  const t = useT();
  return (
    <ul aria-label={t("kinds.tray")} className="flex gap-2 overflow-x-auto px-4 pt-3 pb-1 max-md:px-3">
      {files.map((file) => (
        <li key={file.key} className="relative shrink-0">
          <Piece file={file} />
          <button
            type="button"
            aria-label={t("kinds.tray.remove", { name: file.name })}
            onClick={() =>
              changeTray(
                id,
                files.filter(({ key }) => key !== file.key),
              )
            }
            className="absolute -top-2 -right-2 flex size-5 items-center justify-center rounded-full bg-ink-1 text-pane shadow-pop before:absolute before:-inset-3 hover:bg-bad"
          >
            <X size={13} strokeWidth={2.6} aria-hidden />
          </button>
        </li>
      ))}
      {reading && (
        <li className="flex size-16 shrink-0 items-center justify-center rounded-card bg-hover">
          <output aria-label={t("kinds.tray.reading")}>
            <Spinner size={18} />
          </output>
        </li>
      )}
    </ul>
  );
}

function Piece({ file }: { file: OutgoingFile }) {
  if (file.kind === "image" && file.url) {
    return <img src={file.url} alt={file.name} className="size-16 rounded-card border border-line object-cover" />;
  }
  if (file.kind === "video") {
    return (
      <span
        title={file.name}
        className="relative flex size-16 items-center justify-center rounded-card bg-[#20242c] text-white"
      >
        <Play size={20} aria-hidden className="fill-current" />
        <span className="absolute right-1 bottom-0.5 text-mini tabular-nums">{clockText(file.durationMs ?? 0)}</span>
      </span>
    );
  }
  return (
    <span className="flex h-16 w-48 items-center gap-2 rounded-card border border-line bg-canvas px-2">
      <FileIcon file={{ name: file.name, kind: "file" }} size={36} />
      <span className="min-w-0">
        <span className="block truncate text-body">{file.name}</span>
        <span className="block text-meta text-ink-3">{sizeText(file.size)}</span>
      </span>
    </span>
  );
}
