import { CirclePause, CirclePlay, FileUp, RotateCw, X } from "lucide-react";
import { errorText, useT } from "../../i18n/index.ts";
import { toast } from "../../ui/index.ts";
import { pickFiles } from "../conversation/composer/pick-files.ts";
import { cancel, leaveOut, pause, provide, resume } from "./engine.ts";
import { reopened } from "./handles.ts";
import type { Outgoing, OutgoingFile } from "./outgoing.ts";

/** Why a file goes no further, in words; nothing while it does. */
export function StateLine({ file }: { file: OutgoingFile }) {
  const t = useT();
  if (file.state === "failed")
    return <p className="text-meta text-bad">{errorText(file.error ?? "server/unexpected", file.errorParams)}</p>;
  if (file.state === "lost")
    return <p className="text-meta text-warn">{t("kinds.upload.lost", { name: file.name })}</p>;
  return null;
}

/** Whether the file waits for the person. */
export function needsAct({ state }: OutgoingFile): boolean {
  return state === "failed" || state === "lost";
}

const button =
  "flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 hover:bg-hover hover:text-ink-1 max-md:size-11";

/** What can be done with a file on its way: pause, go on, try again, choose again, leave it out, give all up. */
export function UploadActs({ outgoing: { key, files }, file }: { outgoing: Outgoing; file: OutgoingFile }) {
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
        <button
          type="button"
          aria-label={t("kinds.upload.retry", act)}
          className={button}
          onClick={() => resume(key, file.key)}
        >
          <RotateCw size={17} aria-hidden />
        </button>
      )}
      {file.state === "lost" && <ChooseAgain outgoingKey={key} file={file} />}
      {files.length > 1 && needsAct(file) && (
        <button
          type="button"
          aria-label={t("kinds.upload.leaveOut", act)}
          title={t("kinds.upload.leaveOut", act)}
          className={button}
          onClick={() => leaveOut(key, file.key)}
        >
          <X size={18} aria-hidden />
        </button>
      )}
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
