import type { FileMeta } from "@qunxin/protocol";
import clsx from "clsx";
import {
  FileArchive,
  FileAudio,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  File as Plain,
  Presentation,
} from "lucide-react";
import type { ComponentType } from "react";

interface Look {
  readonly icon: ComponentType<{ size?: number; "aria-hidden"?: boolean }>;
  readonly classes: string;
}

const looks = {
  pdf: { icon: FileText, classes: "bg-[#cf3a3a]" },
  text: { icon: FileText, classes: "bg-[#5a6475]" },
  document: { icon: FileText, classes: "bg-[#2f66c9]" },
  sheet: { icon: FileSpreadsheet, classes: "bg-[#1f7a4d]" },
  slides: { icon: Presentation, classes: "bg-[#b9541b]" },
  archive: { icon: FileArchive, classes: "bg-[#85661a]" },
  image: { icon: FileImage, classes: "bg-[#237894]" },
  audio: { icon: FileAudio, classes: "bg-[#7a5cc7]" },
  video: { icon: FileVideo, classes: "bg-[#b4476b]" },
  other: { icon: Plain, classes: "bg-[#5f6878]" },
} satisfies Record<string, Look>;

const endings: [RegExp, keyof typeof looks][] = [
  [/\.pdf$/i, "pdf"],
  [/\.(docx?|wps|odt|rtf|pages)$/i, "document"],
  [/\.(xlsx?|et|ods|csv|numbers)$/i, "sheet"],
  [/\.(pptx?|dps|odp|key)$/i, "slides"],
  [/\.(zip|rar|7z|tar|gz|bz2|xz)$/i, "archive"],
  [/\.(txt|md|log|json|xml|ya?ml|ini|sql|[jt]sx?|py|go|java|c|h|cpp|rs|sh)$/i, "text"],
];

export interface FileIconProps {
  file: Pick<FileMeta, "name" | "kind">;
  size?: number;
}

/** A coloured square that tells the kind of a file at a glance. */
export function FileIcon({ file, size = 40 }: FileIconProps) {
  const { icon: Icon, classes } = lookOf(file);
  return (
    <span
      aria-hidden
      className={clsx("flex shrink-0 items-center justify-center rounded-card text-white", classes)}
      style={{ width: size, height: size }}
    >
      <Icon size={size * 0.55} aria-hidden />
    </span>
  );
}

function lookOf({ name, kind }: Pick<FileMeta, "name" | "kind">): Look {
  const ending = endings.find(([pattern]) => pattern.test(name))?.[1];
  return looks[kind === "file" ? (ending ?? "other") : kind];
}
