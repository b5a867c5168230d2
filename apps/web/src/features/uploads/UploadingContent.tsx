import { CirclePause, CirclePlay, FileUp, RotateCw, X } from "lucide-react";
import { errorText, useT } from "../../i18n/index.ts";
import { ProgressBar, toast } from "../../ui/index.ts";
import { pickFiles } from "../conversation/composer/pick-files.ts";
import { FileIcon } from "../conversation/content/FileIcon.tsx";
import { gridColumns, picturesSize } from "../conversation/content/image-layout.ts";
import { sizeText } from "../conversation/content/size-text.ts";
import { secondsText } from "../conversation/content/summary-text.ts";
import { cancel, pause, provide, resume } from "./engine.ts";
import { reopened } from "./handles.ts";
import type { Outgoing, OutgoingFile } from "./outgoing.ts";

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
      {files.map(
        (file) => file.state !== "done" && needsAct(file) && <Acts key={file.key} outgoing={outgoing} file={file} />,
      )}
      <CancelAll outgoingKey={key} files={files} />
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
          <Ring value={file.sent / Math.max(1, file.size)} label={t("kinds.upload.progress", { name: file.name })} />
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
        <Acts outgoing={outgoing} file={file} />
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

function StateLine({ file }: { file: OutgoingFile }) {
  const t = useT();
  if (file.state === "failed")
    return <p className="text-meta text-bad">{errorText(file.error ?? "server/unexpected")}</p>;
  if (file.state === "lost")
    return <p className="text-meta text-warn">{t("kinds.upload.lost", { name: file.name })}</p>;
  return null;
}

/** Whether a picture's own state has something to say; while all goes well the ring says it. */
function needsAct({ state }: OutgoingFile): boolean {
  return state === "failed" || state === "lost";
}

const button =
  "flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink-1 max-md:size-11";

function Acts({ outgoing: { key }, file }: { outgoing: Outgoing; file: OutgoingFile }) {
  const t = useT();
  const act = { name: file.name };
  return (
    <span className="flex shrink-0 items-center">
      {(file.state === "uploading" || file.state === "waiting") && file.kind !== "image" && (
        <button
          type="button"
          aria-label={t("kinds.upload.pause", act)}
          className={button}
          onClick={() => pause(key, file.key)}
        >
          <CirclePause size={19} aria-hidden />
        </button>
      )}
      {file.state === "paused" && (
        <button
          type="button"
          aria-label={t("kinds.upload.resume", act)}
          className={button}
          onClick={() => resume(key, file.key)}
        >
          <CirclePlay size={19} aria-hidden />
        </button>
      )}
      {file.state === "failed" && (
        <>
          {file.kind === "image" && <StateLine file={file} />}
          <button
            type="button"
            aria-label={t("kinds.upload.retry", act)}
            className={button}
            onClick={() => resume(key, file.key)}
          >
            <RotateCw size={17} aria-hidden />
          </button>
        </>
      )}
      {file.state === "lost" && <ChooseAgain outgoingKey={key} file={file} />}
      {file.kind !== "image" && (
        <button
          type="button"
          aria-label={t("kinds.upload.cancelNamed", act)}
          className={button}
          onClick={() => cancel(key)}
        >
          <X size={18} aria-hidden />
        </button>
      )}
    </span>
  );
}

function ChooseAgain({ outgoingKey, file }: { outgoingKey: string; file: OutgoingFile }) {
  const t = useT();
  const choose = async () => {
    // Opened by its handle the browser only asks for leave; else the person points to the file again.
    const chosen = (await reopened(file.handle)) ?? (await pickFiles({ one: true })).files[0];
    if (chosen && !provide(outgoingKey, file.key, chosen)) toast.error(t("kinds.upload.other", { name: file.name }));
  };
  return (
    <button
      type="button"
      aria-label={t("kinds.upload.chooseAgain", { name: file.name })}
      title={t("kinds.upload.chooseAgain", { name: file.name })}
      className={button}
      onClick={() => void choose()}
    >
      <FileUp size={18} aria-hidden />
    </button>
  );
}
