import type { FileMeta } from "@qunxin/protocol";
import clsx from "clsx";
import { ImageOff } from "lucide-react";
import { useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { knownFile } from "../../uploads/known-files.ts";
import { openPictures } from "../../viewer/viewer-state.ts";
import type { ContentProps } from "./ContentBody.tsx";
import { fileSource, type MessagePlace } from "./file-source.ts";
import { gridColumns, picturesSize } from "./image-layout.ts";

/** One picture whole, or up to nine in a grid; each opens the viewer. */
export function ImagesContent({ content: { images }, message: { place } }: ContentProps<"images">) {
  const t = useT();
  const { width, height } = picturesSize(images);
  const many = images.length > 1;
  return (
    <div
      className={clsx("grid max-w-full gap-1", many && gridClasses[gridColumns(images.length)])}
      style={many ? { width } : { width, aspectRatio: `${width} / ${height}` }}
    >
      {images.map((image, index) => (
        <button
          key={image.id}
          type="button"
          aria-label={t("kinds.picture.open", { name: image.name, place: index + 1, count: images.length })}
          onClick={() => openPictures(place, images, index)}
          className={clsx("block overflow-hidden rounded-card bg-hover", many && "aspect-square")}
        >
          <Picture key={place?.seq} image={image} place={place} />
        </button>
      ))}
    </div>
  );
}

const gridClasses: Record<number, string> = { 2: "grid-cols-2", 3: "grid-cols-3" };

function Picture({ image, place }: { image: FileMeta; place: MessagePlace | null }) {
  const t = useT();
  const [failed, setFailed] = useState(false);
  if (failed) {
    return (
      <span className="flex size-full flex-col items-center justify-center gap-1 text-mini text-ink-3">
        <ImageOff size={20} aria-hidden />
        {t("kinds.picture.failed")}
      </span>
    );
  }
  return (
    <img
      src={knownFile(image.id)?.url ?? fileSource(place, image.id, "thumb")}
      alt=""
      width={image.width ?? undefined}
      height={image.height ?? undefined}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(true)}
      className="size-full object-cover"
      style={image.blur ? { background: `center / cover url("${image.blur}")` } : undefined}
    />
  );
}
