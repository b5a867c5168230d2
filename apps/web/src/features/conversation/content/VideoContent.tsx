import { Play } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { knownFile } from "../../uploads/known-files.ts";
import type { ContentProps } from "./ContentBody.tsx";
import { fileSource } from "./file-source.ts";
import { pictureSize } from "./image-layout.ts";
import { clockText, sizeText } from "./size-text.ts";

/** A still picture until it is played; then the player in the same place. */
export function VideoContent({ content: { file }, message: { place } }: ContentProps<"video">) {
  const t = useT();
  const [playing, setPlaying] = useState(false);
  const { width, height } = pictureSize(file);
  const known = knownFile(file.id);
  const poster = known?.posterUrl ?? (file.hasPoster ? fileSource(place, file.id, "poster") : undefined);
  const box = { width: Math.max(200, width), aspectRatio: `${Math.max(200, width)} / ${height}` };
  if (playing) {
    return (
      // biome-ignore lint/a11y/useMediaCaption: what members send has no captions.
      <video
        controls
        autoPlay
        playsInline
        poster={poster}
        src={known?.url ?? fileSource(place, file.id, "original")}
        aria-label={t("kinds.video.named", { name: file.name })}
        className="block max-w-full rounded-card bg-[#000]"
        style={box}
      />
    );
  }
  return (
    <button
      type="button"
      aria-label={t("kinds.video.play", { name: file.name })}
      onClick={() => setPlaying(true)}
      className="relative block max-w-full overflow-hidden rounded-card bg-[#20242c]"
      style={{ ...box, ...(file.blur ? { background: `center / cover url("${file.blur}")` } : {}) }}
    >
      {poster && <img src={poster} alt="" loading="lazy" className="size-full object-cover" />}
      <span className="absolute inset-0 m-auto flex size-12 items-center justify-center rounded-full bg-[rgb(0_0_0/0.55)] text-white">
        <Play size={22} aria-hidden className="ml-0.5 fill-current" />
      </span>
      <span className="absolute inset-x-0 bottom-0 flex justify-between bg-linear-to-t from-[rgb(0_0_0/0.70)] to-transparent px-2 pt-4 pb-1 text-mini text-white tabular-nums">
        <span>{file.durationMs === null ? "" : clockText(file.durationMs)}</span>
        <span>{sizeText(file.size)}</span>
      </span>
    </button>
  );
}
