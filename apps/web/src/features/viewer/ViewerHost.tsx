import { lazy, Suspense } from "react";
import { withTexts } from "../../i18n/index.ts";
import { closeViewer, useViewed } from "./viewer-state.ts";

const PictureViewer = lazy(
  withTexts("kinds", async () => ({ default: (await import("./PictureViewer.tsx")).PictureViewer })),
);
const FilePreview = lazy(
  withTexts("kinds", async () => ({ default: (await import("./FilePreview.tsx")).FilePreview })),
);

/** The place where pictures and previews cover the conversation; empty while there is none. */
export function ViewerHost() {
  const viewed = useViewed((state) => state.viewed);
  if (!viewed) return null;
  return (
    <Suspense>
      {viewed.kind === "pictures" ? (
        <PictureViewer {...viewed} onClose={closeViewer} />
      ) : (
        <FilePreview {...viewed} onClose={closeViewer} />
      )}
    </Suspense>
  );
}
