import type { FileMeta } from "@qunxin/protocol";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { Dialog, ErrorState, Skeleton } from "../../ui/index.ts";
import { fileSource, type MessagePlace } from "../conversation/content/file-source.ts";
import { sizeText } from "../conversation/content/size-text.ts";

export interface FilePreviewProps {
  place: MessagePlace | null;
  file: FileMeta;
  onClose: () => void;
}

/** What a file holds, as far as a browser can show it; else only how to get it. */
export function FilePreview({ place, file, onClose }: FilePreviewProps) {
  const t = useT();
  const source = fileSource(place, file.id, "original");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="xl"
      title={file.name}
      description={sizeText(file.size)}
      footer={
        <>
          {file.preview === "pdf" && (
            <a
              href={source}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex h-control items-center rounded-control border border-line px-4 text-body hover:bg-hover"
            >
              {t("kinds.file.newPage")}
            </a>
          )}
          <a
            href={source}
            download={file.name}
            className="inline-flex h-control items-center justify-center gap-1.5 rounded-control bg-brand px-4 text-body text-white hover:bg-brand-hover"
          >
            <Download size={16} aria-hidden />
            {t("kinds.file.download")}
          </a>
        </>
      }
    >
      <Content
        file={file}
        // The original of a TIFF is shown by no browser; what was drawn of it is.
        source={file.preview === "image" ? fileSource(place, file.id, "display") : source}
      />
    </Dialog>
  );
}

function Content({ file, source }: { file: FileMeta; source: string }) {
  const t = useT();
  switch (file.preview) {
    case "text":
      return <TextContent source={source} />;
    case "pdf":
      // The browser's own viewer, in a frame: the answer says that it loads nothing and runs no script.
      return <iframe src={source} title={file.name} className="h-[70dvh] w-full rounded-card border border-line" />;
    case "image":
      return <img src={source} alt={file.name} className="mx-auto max-h-[70dvh] max-w-full object-contain" />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: what members send has no captions.
      return <audio controls src={source} className="w-full" aria-label={file.name} />;
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: what members send has no captions.
      return <video controls playsInline src={source} className="max-h-[70dvh] w-full" aria-label={file.name} />;
    default:
      return <p className="py-10 text-center text-ink-2">{t("kinds.file.noPreview")}</p>;
  }
}

/** More than this is not read into the page. */
const textBytes = 256 * 1024;

function TextContent({ source }: { source: string }) {
  const t = useT();
  const { data, error, refetch } = useQuery({ queryKey: ["file-text", source], queryFn: () => readText(source) });
  if (error) return <ErrorState message={t("kinds.file.previewFailed")} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  return (
    <>
      <pre className="max-h-[65dvh] overflow-auto rounded-card bg-canvas p-3 font-mono text-meta break-words whitespace-pre-wrap">
        {data.text}
      </pre>
      {data.cut && <p className="pt-2 text-meta text-ink-3">{t("kinds.file.cut", { size: sizeText(textBytes) })}</p>}
    </>
  );
}

async function readText(source: string): Promise<{ text: string; cut: boolean }> {
  const response = await fetch(source, { headers: { range: `bytes=0-${textBytes - 1}` } });
  if (!response.ok) throw new Error(`the file answered ${response.status}`);
  const bytes = (await response.arrayBuffer()).slice(0, textBytes);
  const whole = Number(/\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1] ?? bytes.byteLength);
  return { text: decoded(bytes), cut: whole > bytes.byteLength };
}

/** UTF-8, or the encoding of older Chinese files where it is not. A character cut in two at the end is no sign of that. */
function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}
