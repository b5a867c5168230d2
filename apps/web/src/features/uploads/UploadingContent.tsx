import { CircleAlert } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { ProgressBar } from "../../ui/index.ts";
import { FileIcon } from "../conversation/content/FileIcon.tsx";
import { gridColumns, picturesSize } from "../conversation/content/image-layout.ts";
import { sizeText } from "../conversation/content/size-text.ts";
import { secondsText } from "../conversation/content/summary-text.ts";
import { cancel } from "./engine.ts";
import type { Outgoing, OutgoingFile } from "./outgoing.ts";
import { needsAct, StateLine, UploadActs } from "./UploadActs.tsx";

/** A message whose files are on their way: what it will look like, how far each file is, and what can be done. */
export function UploadingContent({ outgoing }: { outgoing: Outgoing }) {
  const pictures = outgoing.files.every(({ kind }) => kind === "image" || kind === "video");
  return pictures ? (
    <Pictures outgoing={outgoing} />
  ) : (
    outgoing.files.map((file) => <Row key={file.key} outgoing={outgoing} file={file} />)
  );
}

function Pictures({ outgoing }: { outgoing: Outgoing }) {
  const { files, key } = outgoing;
  const { width, height } = picturesSize(files);
  const many = files.length > 1;
  const columns = gridColumns(files.length);
  return (
    <div className="flex max-w-full flex-col gap-1" style={{ width: Math.max(width, 180) }}>
      <div
        className="grid max-w-full gap-1"
        style={
          many
            ? { width, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }
            : { width, aspectRatio: `${width} / ${height}` }
        }
      >
        {files.map((file) => (
          <Picture key={file.key} file={file} square={many} />
        ))}
      </div>
      {files.filter(needsAct).map((file) => (
        <Trouble key={file.key} outgoing={outgoing} file={file} />
      ))}
      <CancelAll outgoingKey={key} files={files} />
    </div>
  );
}

/** What keeps one of the pictures back, and what can be done about it. */
function Trouble({ outgoing, file }: { outgoing: Outgoing; file: OutgoingFile }) {
  return (
    <div className="flex items-center gap-1">
      <span className="min-w-0 flex-1">
        <span className="block truncate text-meta">{file.name}</span>
        <StateLine file={file} />
      </span>
      <UploadActs outgoing={outgoing} file={file} />
    </div>
  );
}

function Picture({ file, square }: { file: OutgoingFile; square: boolean }) {
  const t = useT();
  const done = file.state === "done";
  return (
    <span className={`relative block overflow-hidden rounded-card bg-hover ${square ? "aspect-square" : ""}`}>
      {file.kind === "video" ? (
        <span className="block size-full bg-[#20242c]" />
      ) : (
        file.url && <img src={file.url} alt={file.name} className="size-full object-cover" />
      )}
      {!done && (
        <span className="absolute inset-0 flex items-center justify-center bg-[rgb(0_0_0/0.35)]">
          {needsAct(file) ? (
            <CircleAlert size={26} aria-hidden className="text-white" />
          ) : (
            <Ring value={file.sent / Math.max(1, file.size)} label={t("kinds.upload.progress", { name: file.name })} />
          )}
        </span>
      )}
    </span>
  );
}

function Ring({ value, label }: { value: number; label: string }) {
  const around = 2 * Math.PI * 15;
  const percent = Math.round(Math.min(1, value) * 100);
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="relative flex size-11 items-center justify-center rounded-full bg-[rgb(0_0_0/0.55)] text-mini text-white tabular-nums"
    >
      <svg viewBox="0 0 36 36" className="absolute inset-0 size-full -rotate-90" aria-hidden role="presentation">
        <circle cx="18" cy="18" r="15" fill="none" stroke="rgb(255 255 255 / 0.3)" strokeWidth="3" />
        <circle
          cx="18"
          cy="18"
          r="15"
          fill="none"
          stroke="#fff"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={`${(around * percent) / 100} ${around}`}
        />
      </svg>
      {percent}
    </span>
  );
}

function CancelAll({ outgoingKey, files }: { outgoingKey: string; files: readonly OutgoingFile[] }) {
  const t = useT();
  const sent = files.reduce((sum, file) => sum + file.sent, 0);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <span className="flex items-center justify-between gap-2 text-mini text-ink-2 tabular-nums">
      {t("kinds.upload.sent", { sent: sizeText(sent), size: sizeText(size) })}
      <button
        type="button"
        onClick={() => cancel(outgoingKey)}
        className="rounded-control px-1.5 py-0.5 text-meta text-ink-2 hover:bg-hover hover:text-bad max-md:min-h-11"
      >
        {t("kinds.upload.cancel")}
      </button>
    </span>
  );
}

function Row({ outgoing, file }: { outgoing: Outgoing; file: OutgoingFile }) {
  const t = useT();
  return (
    <div className="flex w-72 max-w-full flex-col gap-2">
      <div className="flex items-center gap-3">
        <FileIcon file={{ name: file.name, kind: file.kind === "voice" ? "audio" : file.kind }} />
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 text-body break-all">
            {file.kind === "voice" ? t("chat.kind.voice") : file.name}
          </span>
          <span className="block text-meta text-ink-2 tabular-nums">
            {file.kind === "voice"
              ? secondsText(file.durationMs ?? 0)
              : t("kinds.upload.sent", { sent: sizeText(file.sent), size: sizeText(file.size) })}
          </span>
        </span>
        <UploadActs outgoing={outgoing} file={file} />
      </div>
      <ProgressBar
        label={t("kinds.upload.progress", { name: file.name })}
        value={file.state === "processing" ? undefined : file.sent / Math.max(1, file.size)}
        tone={file.state === "failed" ? "bad" : "brand"}
      />
      <StateLine file={file} />
    </div>
  );
}
