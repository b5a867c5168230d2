import type { FileMeta } from "@qunxin/protocol";
import { create } from "zustand";
import type { MessagePlace } from "../conversation/content/file-source.ts";

/** What covers the screen: pictures to look through, or the preview of one file. */
export type Viewed =
  | { readonly kind: "pictures"; readonly place: MessagePlace | null; readonly images: readonly FileMeta[]; at: number }
  | { readonly kind: "file"; readonly place: MessagePlace | null; readonly file: FileMeta };

export const useViewed = create<{ viewed: Viewed | null }>(() => ({ viewed: null }));

/** Shows a message's pictures in full, beginning with the one at that index. */
export function openPictures(place: MessagePlace | null, images: readonly FileMeta[], at: number): void {
  useViewed.setState({ viewed: { kind: "pictures", place, images, at } });
}

/** Shows what a file holds. */
export function openFile(place: MessagePlace | null, file: FileMeta): void {
  useViewed.setState({ viewed: { kind: "file", place, file } });
}

export function closeViewer(): void {
  useViewed.setState({ viewed: null });
}
